# shellcheck shell=bash
# What the benchmarks share: options, a work folder, images, runs in turn, medians. Sourced by them, not run.
#
#   --runs N   how often each side runs (default 5)
#   --quick    less data and 3 runs
#   --dir DIR  where to write (default: a new folder in TMPDIR)
#   --keep     leave the images there; those that are there already are used
#   --azurite  where pages are sent: to Azurite (npm's), which keeps them on disk, instead of a service that keeps nothing
#
# GEN2LIFT names another gen2lift than the one built here.

cd "$(dirname "${BASH_SOURCE[0]}")/.."
bench=bench/$(basename "$0")
runs=5 quick='' keep='' azurite='' folder=''
gen2lift=${GEN2LIFT:-./gen2lift}

say() { printf '%s\n' "$*"; }
refuse() { printf '%s: %s\n' "$bench" "$*" >&2; exit 2; }
skip() { printf '%s: skipped: %s\n' "$bench" "$*"; exit 0; }

usage() {
  sed -n '2,/^[^#]/{/^#/s/^# \{0,1\}//p}' "$bench"
  sed -n '4,10s/^# \{0,1\}//p' bench/measure.sh
  exit 2
}

# begin OPTIONS... -- TOOLS...: reads the command line, finds the tools, makes the folder, builds gen2lift.
begin() {
  while [ "$1" != -- ]; do
    case $1 in
      --runs) runs=${2:?--runs needs a number}; shift ;;
      --quick) quick=yes runs=3 ;;
      --dir) folder=${2:?--dir needs a folder}; shift ;;
      --keep) keep=yes ;;
      --azurite) azurite=yes ;;
      *) usage ;;
    esac
    shift
  done
  shift
  local tool
  for tool in java awk "$@"; do
    command -v "$tool" >/dev/null || refuse "$tool is not on the PATH"
  done
  [ -x "$gen2lift" ] || refuse "there is no $gen2lift to run"
  [ -n "$folder" ] || folder=$(mktemp -d "${TMPDIR:-/tmp}/gen2lift-bench.XXXXXX")
  mkdir -p "$folder"
  folder=$(cd "$folder" && pwd -P)
  trap finish EXIT
  "$gen2lift" --version >/dev/null # builds it and its class archive, where that has not been done
  say "$bench: $runs runs each, in turn, load $(cut -d ' ' -f 1 /proc/loadavg 2>/dev/null || echo unknown)"
}

made=() servers=()
finish() {
  if [ "${#servers[@]}" -gt 0 ]; then
    kill "${servers[@]}" 2>/dev/null || true
    wait "${servers[@]}" 2>/dev/null || true
  fi
  declare -F cleanup >/dev/null && cleanup
  rm -rf "$folder/sink" "$folder/npm" "${folder:?}/home" "$folder/azcopy-log" "$folder/azcopy-plan" "$folder/azurite" "$folder/npm-azurite"
  rm -f "$folder"/*.times "$folder"/*.out "$folder/output"
  if [ -z "$keep" ]; then
    [ "${#made[@]}" -eq 0 ] || rm -f "${made[@]}"
    rmdir "$folder" 2>/dev/null || true
  fi
}

# image FILE SIZE BLOCK RUNS LENGTH [LAYOUT]: a dynamic VHDX of random data, as dev.gen2lift.testimages.BenchImage makes it.
image() {
  local file=$1
  shift
  made+=("$file")
  [ ! -e "$file" ] || return 0
  local classes=test-images/target/classes
  [ -d "$classes" ] || mvn -B -q -DskipTests -pl test-images package
  say "writing $file: $*"
  java -cp "$classes" dev.gen2lift.testimages.BenchImage "$file.part" "$@"
  mv "$file.part" "$file"
  sync "$file"
}

# serve: starts what pages are sent to; sets server, the URL of a container, and sas.
serve() {
  local pid tool
  mkfifo "$folder/said"
  if [ -n "$azurite" ]; then
    for tool in node npm openssl; do
      command -v "$tool" >/dev/null || refuse "$tool is not on the PATH"
    done
    npm install --silent --no-audit --no-fund --no-save --prefix "$folder/npm-azurite" azurite@3.37.0
    node "$folder/npm-azurite/node_modules/azurite/dist/src/blob/main.js" --blobHost 127.0.0.1 --blobPort 0 --silent \
      --disableTelemetry --location "$folder/azurite" >"$folder/said" &
  else
    mkdir -p "$folder/sink"
    javac -d "$folder/sink" bench/peers/Sink.java
    java -Xlog:disable -Xmx128m -cp "$folder/sink" Sink >"$folder/said" &
  fi
  pid=$!
  servers+=("$pid")
  exec 3<"$folder/said"
  while [ -z "${server:-}" ] && read -r line <&3; do
    server=$(printf '%s' "$line" | sed -nE 's|.*(http://[0-9.:]+).*|\1|p')
  done
  rm -f "$folder/said"
  if [ -n "$azurite" ]; then azurite_container; else server=$server/account/vhds sas='sv=2024-05-04&sp=rcw&sr=c&sig=c2lnbmF0dXJl'; fi
}

# Azurite's account and key are those of its documentation.
azurite_container() {
  local account=devstoreaccount1 version=2022-11-02 until signature
  local key='Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='
  until=$(($(date +%Y) + 1))-01-01T00:00:00Z
  signature=$(printf '%s\nrwdlac\nb\nsco\n\n%s\n\n\n%s\n\n' "$account" "$until" "$version" |
    openssl dgst -sha256 -mac HMAC -macopt "hexkey:$(printf '%s' "$key" | base64 -d | od -An -v -tx1 | tr -d ' \n')" -binary | base64)
  sas="sv=$version&ss=b&srt=sco&sp=rwdlac&se=$until&sig=$(printf '%s' "$signature" | sed 's/+/%2B/g; s|/|%2F|g; s/=/%3D/g')"
  server=$server/$account/vhds
  curl -sf -X PUT -H "x-ms-version: $version" "$server?restype=container&$sas" -d '' || refuse "Azurite makes no container"
}

# stats: bytes and requests since it was last asked; nothing of Azurite.
stats() { [ -n "$azurite" ] || curl -s "${server%/account/vhds}/stats"; }

# get_azcopy: npm's, of the package @azure-tools/azcopy-linux, unless AZCOPY names one; 8 requests in flight, nothing kept.
get_azcopy() {
  export AZCOPY_CONCURRENCY_VALUE=8 AZCOPY_DISABLE_SYSLOG=true AZCOPY_LOG_LOCATION=$folder/azcopy-log \
    AZCOPY_JOB_PLAN_LOCATION=$folder/azcopy-plan AZCOPY_AUTO_LOGIN_TYPE=
  azcopy=${AZCOPY:-}
  if [ -z "$azcopy" ]; then
    npm install --silent --no-audit --no-fund --no-save --prefix "$folder/npm" @azure-tools/azcopy-linux
    azcopy=$folder/npm/node_modules/@azure-tools/azcopy-linux/dist/bin/azcopy_linux_amd64
    chmod +x "$azcopy"
  fi
}

# warm FILE OUT...: what was written before is gone and on the disk, the source is in the page cache.
warm() {
  local source=$1
  shift
  rm -f "$@"
  sync
  cat "$source" >/dev/null
}

# measure SIDE COMMAND...: runs the command and notes its wall, user and system seconds for this side.
measure() {
  local side=$1
  shift
  local TIMEFORMAT='%R %U %S'
  { time "$@" >"$folder/output" 2>&1; } 2>>"$folder/$side.times" || { cat "$folder/output" >&2; exit 1; }
}

# in_turn SIDES...: runs the function run_SIDE of every side in turn, another one first each time, and shows each run.
# check, where the benchmark has one, is called after the first.
in_turn() {
  local sides=("$@") count=$# run i side
  rm -f "$folder"/*.times
  for ((run = 1; run <= runs; run++)); do
    for ((i = 0; i < count; i++)); do
      "run_${sides[(run + i) % count]}"
    done
    printf 'run %d' "$run"
    for side in "${sides[@]}"; do
      tail -n 1 "$folder/$side.times" | awk -v side="$side" '{ printf "   %s %.2f s (cpu %.2f)", side, $1, $2 + $3 }'
    done
    printf '\n'
    if ((run == 1)) && declare -F check >/dev/null; then check; fi
  done
}

# medians SIDE OTHERS...: the table, and this side's share of each other's time.
medians() {
  local ours=$1 side
  printf '%-28s %9s %9s\n' "median of $runs" 'wall s' 'cpu s'
  for side in "$@"; do
    printf '%-28s %9s %9s\n' "$side" "$(median "$side" 1)" "$(median "$side" 2)"
  done
  shift
  for side in "$@"; do
    awk -v ours="$ours" -v theirs="$side" -v a="$(median "$ours" 1)" -v b="$(median "$side" 1)" \
      -v c="$(median "$ours" 2)" -v d="$(median "$side" 2)" 'BEGIN {
        printf "%s / %s: wall %.2f, cpu %.2f\n", ours, theirs, a / (b > 0 ? b : 0.001), c / (d > 0 ? d : 0.001) }'
  done
}

# median SIDE 1|2: of the wall, or of user and system seconds together.
median() {
  awk -v what="$2" '{ print what == 1 ? $1 : $2 + $3 }' "$folder/$1.times" | sort -n | awk '
    { v[NR] = $1 }
    END { printf "%.3f", NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

same() { qemu-img compare -q -f "$1" -F "$3" "$2" "$4" || refuse "the results differ: $2 $4"; }
