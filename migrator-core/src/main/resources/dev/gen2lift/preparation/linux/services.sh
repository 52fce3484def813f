# Starts a service with the system. $1: the names that it goes by, the usual first
start_with_system() {
  for service in $1; do
    for folder in /etc/systemd/system /usr/lib/systemd/system /lib/systemd/system; do
      if [ -f "$root$folder/$service.service" ] && has systemctl; then
        enable_unit "$service"
        return
      fi
    done
  done
  for service in $1; do
    if [ -x "$root/etc/init.d/$service" ]; then
      enable_script "$service"
      return
    fi
  done
  could_not "$service: it is not installed"
  return 1
}

enable_unit() {
  if [ "$(run systemctl is-enabled "$1.service" 2>/dev/null)" = enabled ]; then
    is_right "$1.service starts with the system"
  elif [ "$dry_run" = yes ]; then
    did "$1.service starts with the system"
  else
    was=$(run systemctl is-enabled "$1.service" 2>/dev/null)
    back=disable
    if [ "$was" = masked ]; then
      run systemctl unmask "$1.service" >/dev/null 2>&1
      back=mask
    fi
    if run systemctl enable "$1.service" >"$scratch/log" 2>&1; then
      to_undo "run systemctl $back $1.service"
      did "$1.service starts with the system"
    else
      could_not "$1.service: $(tail -n 1 "$scratch/log")"
    fi
  fi
}

enable_script() {
  for link in "$root"/etc/rc[2345].d/S[0-9][0-9]"$1" "$root"/etc/rc.d/rc[2345].d/S[0-9][0-9]"$1"; do
    if [ -e "$link" ] || [ -L "$link" ]; then
      is_right "$1 starts with the system"
      return 0
    fi
  done
  if has chkconfig; then
    set -- "$1" chkconfig "$1" on
  elif has update-rc.d; then
    set -- "$1" update-rc.d "$1" enable
  else
    could_not "$1: neither chkconfig nor update-rc.d is there"
    return 1
  fi
  if [ "$dry_run" = yes ]; then
    did "$1 starts with the system"
    return 0
  fi
  script=$1
  shift
  if run "$@" >"$scratch/log" 2>&1; then
    did "$script starts with the system"
  else
    could_not "$script: $(tail -n 1 "$scratch/log")"
  fi
}

# Sets "key value" lines. $1: file, $2: key, $3: value, $4: what stands between them
set_line() {
  setting_key=$2
  setting_value=$3
  setting_between=$4
  if [ ! -f "$root$1" ]; then
    could_not "$1: it is not there"
    return 1
  fi
  rewrite "$1" setting
}

# The first line of the key gets the value, further ones of it go; a commented one is left for people to read.
setting() {
  awk -v key="$setting_key" -v value="$setting_value" -v between="$setting_between" '
    function names(text) {
      sub(/^[ \t]+/, "", text)
      return index(tolower(text), tolower(key)) == 1 && substr(text, length(key) + 1, 1) ~ /[ \t=]/
    }
    names($0) && !block {
      if (!done) print key between value
      done = 1
      next
    }
    # what follows a Match in sshd_config is for some users only
    tolower($1) == "match" && !done && between == " " { print key between value; done = 1 }
    tolower($1) == "match" { block = 1 }
    { print }
    END { if (!done) print key between value }'
}
