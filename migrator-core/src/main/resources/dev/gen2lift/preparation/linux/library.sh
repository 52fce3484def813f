usage() {
  cat <<'TEXT'
usage: sh prepare.sh [--dry-run] [--root DIR]

  --dry-run   only say what would change
  --root DIR  the system to prepare, where it is not the running one; its own
              programs are then run with chroot
  --undo      put everything back that earlier runs changed

Every file that is changed is kept, below /var/lib/gen2lift/prepare of the
system. Exit 0: all is right now; 1: something could not be put right.
TEXT
}

dry_run=no
undo=no
root=
while [ "$#" -gt 0 ]; do
  case $1 in
    --dry-run | -n) dry_run=yes ;;
    --undo) undo=yes ;;
    --root)
      [ "$#" -ge 2 ] || { usage >&2; exit 2; }
      root=${2%/}
      shift
      ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
  shift
done

umask 022
LC_ALL=C
export LC_ALL
PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH
export PATH

state=$root/var/lib/gen2lift/prepare
changed=0
right=0
failed=0
scratch=

cleanup() {
  [ -z "$scratch" ] || rm -rf "$scratch"
}

line() {
  printf '  %-14s %s\n' "$1" "$2"
}

did() {
  changed=$((changed + 1))
  if [ "$dry_run" = yes ]; then line 'would change' "$1"; else line changed "$1"; fi
}

is_right() {
  right=$((right + 1))
  line 'already right' "$1"
}

could_not() {
  failed=$((failed + 1))
  line failed "$1"
}

# A word that the shell takes literally.
quoted() {
  printf "'"
  printf '%s' "$1" | sed "s/'/'\\\\''/g"
  printf "'"
}

# A program of the system that is prepared.
run() {
  if [ -n "$root" ]; then chroot "$root" "$@"; else "$@"; fi
}

# Whether the system that is prepared has a program.
has() {
  for folder in /usr/sbin /usr/bin /sbin /bin /usr/local/sbin /usr/local/bin; do
    [ ! -x "$root$folder/$1" ] || return 0
  done
  return 1
}

# The file behind links, which are the system's own and never lead out of it.
resolved() {
  there=$1
  hops=0
  while [ -L "$root$there" ] && [ "$hops" -lt 16 ]; do
    target=$(readlink "$root$there")
    case $target in
      /*) there=$target ;;
      *) there=${there%/*}/$target ;;
    esac
    hops=$((hops + 1))
  done
  printf '%s' "$there"
}

# Writes down how to take back what comes next; the last written is done first.
# $1: commands, in which $root is the system
to_undo() {
  step=$(($(cat "$state/steps" 2>/dev/null || echo 0) + 1))
  printf '%s\n' "$1" >"$state/undo/$(printf '%06d' "$step")"
  printf '%s\n' "$step" >"$state/steps"
}

# Keeps a file as it is before its first change. $1: its path in the system
keep() {
  kept=$state/kept$1
  if [ -e "$kept" ] || [ -L "$kept" ]; then return 0; fi
  mkdir -p "${kept%/*}" && cp -pP "$root$1" "$kept"
}

# Gives a file new content; its owner and mode stay.
# $1: path in the system, $2: file with the content, $3: mode of a new file
put() {
  put_path=$(resolved "$1")
  if [ -f "$root$put_path" ] && cmp -s "$root$put_path" "$2"; then
    is_right "$1"
    return 0
  fi
  if [ "$dry_run" = yes ]; then
    did "$1"
    if [ -f "$root$put_path" ] && command -v diff >/dev/null; then
      diff -u "$root$put_path" "$2" | sed -e '1,2d' -e 's/^/                 | /'
    fi
    return 0
  fi
  put_temporary=$root$put_path.gen2lift-new
  if [ -f "$root$put_path" ]; then
    keep "$put_path" &&
      to_undo "cp -p \"\$root\"$(quoted "/var/lib/gen2lift/prepare/kept$put_path") \"\$root\"$(quoted "$put_path")" &&
      cp -p "$root$put_path" "$put_temporary" &&
      cat "$2" >"$put_temporary" &&
      mv -f "$put_temporary" "$root$put_path"
  else
    mkdir -p "$root${put_path%/*}" &&
      to_undo "rm -f \"\$root\"$(quoted "$put_path")" &&
      cat "$2" >"$put_temporary" &&
      chmod "${3:-644}" "$put_temporary" &&
      mv -f "$put_temporary" "$root$put_path"
  fi || {
    rm -f "$put_temporary"
    could_not "$1: it cannot be written"
    return 1
  }
  if [ -z "$root" ] && command -v restorecon >/dev/null; then restorecon "$put_path" 2>/dev/null; fi
  did "$1"
}

# Puts a file through a filter. $1: path in the system, then the filter
rewrite() {
  rewrite_path=$1
  shift
  if "$@" <"$root$(resolved "$rewrite_path")" >"$scratch/new"; then
    put "$rewrite_path" "$scratch/new"
  else
    could_not "$rewrite_path: it cannot be understood"
    return 1
  fi
}

# Takes a file away. $1: path in the system
put_away() {
  if [ ! -e "$root$1" ] && [ ! -L "$root$1" ]; then
    is_right "no $1"
  elif [ "$dry_run" = yes ]; then
    did "no $1"
  elif keep "$1" &&
    to_undo "cp -pP \"\$root\"$(quoted "/var/lib/gen2lift/prepare/kept$1") \"\$root\"$(quoted "$1")" &&
    rm -f "$root$1"; then
    did "no $1"
  else
    could_not "$1: it cannot be removed"
    return 1
  fi
}

# Whether a path that a pattern gave is a file, and not the pattern itself.
is_file() {
  [ -f "$1" ]
}

# What is left to do at the end is written down: an interrupted run is taken up again.
owe() {
  if [ "$dry_run" = no ]; then : >"$state/owed-$1"; fi
}

owes() {
  [ -e "$state/owed-$1" ]
}

paid() {
  rm -f "$state/owed-$1"
}

# The value that blkid has for a device. $1: device, $2: tag
device_tag() {
  run blkid -s "$2" -o value "$1" 2>/dev/null | head -n 1
}

undo_all() {
  if [ ! -d "$state/undo" ]; then
    echo 'Nothing was changed.'
    return 0
  fi
  undo_status=0
  for step in $(cd "$state/undo" && ls -r); do
    # shellcheck disable=SC1090  # written by to_undo
    if . "$state/undo/$step"; then
      rm -f "$state/undo/$step"
    else
      echo "step $step could not be taken back" >&2
      undo_status=1
    fi
  done
  if [ "$undo_status" = 0 ]; then
    if [ -e "$state/rebuilt-initramfs" ]; then owe initramfs; fi
    owe boot-menu
    rebuild_initramfs
    rebuild_boot_menu
    if [ "$failed" = 0 ]; then
      rm -rf "$state"
      echo 'Everything is as it was.'
      return 0
    fi
  fi
  return 1
}

# $1: rule, $2: the fix, $3: what was seen
apply() {
  printf '%s: %s\n' "$1" "$3"
  "$2"
}

begin() {
  if [ "$(id -u)" != 0 ]; then
    echo 'prepare.sh: root has to run this: sudo sh prepare.sh' >&2
    exit 2
  fi
  if [ -n "$root" ] && [ ! -d "$root/etc" ]; then
    echo "prepare.sh: no system in $root" >&2
    exit 2
  fi
  scratch=$(mktemp -d) || exit 2
  trap cleanup EXIT
  trap 'exit 130' INT TERM HUP
  if [ "$undo" = yes ]; then
    undo_all
    exit
  fi
  if [ "$dry_run" = no ]; then
    (umask 077 && mkdir -p "$state/undo" "$state/kept") || exit 2
  fi
}

finish() {
  rebuild_initramfs
  rebuild_boot_menu
  what=changed
  if [ "$dry_run" = yes ]; then what='would change'; fi
  printf '\n%d %s, %d already right, %d failed\n' "$changed" "$what" "$right" "$failed"
  if [ "$dry_run" = no ] && [ "$changed" -gt 0 ]; then
    echo "Kept in $state; sh prepare.sh --undo puts it back."
  fi
  [ "$failed" = 0 ]
}
