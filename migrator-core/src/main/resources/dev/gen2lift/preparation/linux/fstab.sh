# Where /etc/fstab really is.
fstab() {
  printf '%s' "$root$(resolved /etc/fstab)"
}

# Names every file system of /etc/fstab that is named by its device by its UUID, and lets data disks be absent.
fix_fstab_uuid() {
  : >"$scratch/devices"
  awk '$1 ~ /^\/dev\/(sd|hd|vd|xvd|nvme|disk\/by-path)/ { print $1 }' "$(fstab)" >"$scratch/wanted"
  while IFS= read -r device; do
    uuid=$(device_tag "$device" UUID)
    case $uuid in
      '' | *[!0-9A-Za-z-]*) could_not "$device: blkid tells no UUID" ;;
      *) printf '%s %s\n' "$device" "$uuid" >>"$scratch/devices" ;;
    esac
  done <"$scratch/wanted"
  if [ ! -s "$scratch/devices" ]; then
    if [ ! -s "$scratch/wanted" ]; then is_right /etc/fstab; fi
    return 0
  fi
  rewrite /etc/fstab fstab_by_uuid
}

fstab_by_uuid() {
  awk '
    NR == FNR { uuid[$1] = $2; next }
    $1 in uuid {
      system_part = $2 == "/" || $2 ~ /^\/(boot|usr|var|etc|opt|home|tmp|efi)(\/|$)/ || $3 == "swap"
      device = $1
      if (!system_part && $4 != "" && ("," $4 ",") !~ /,nofail,/) {
        match($0, /^[ \t]*[^ \t]+[ \t]+[^ \t]+[ \t]+[^ \t]+[ \t]+[^ \t]+/)
        $0 = substr($0, 1, RLENGTH) ",nofail" substr($0, RLENGTH + 1)
      }
      at = index($0, device)
      $0 = substr($0, 1, at - 1) "UUID=" uuid[device] substr($0, at + length(device))
    }
    { print }' "$scratch/devices" -
}

# The EFI system partition in /etc/fstab.
fix_esp_fstab() {
  if awk '$1 !~ /^#/ && ($2 == "/boot/efi" || $2 == "/efi") { found = 1 } END { exit !found }' "$(fstab)"; then
    is_right '/etc/fstab mounts the EFI system partition'
    return 0
  fi
  esp=$(awk '$2 == "/boot/efi" || $2 == "/efi" { print $1 }' "$root/proc/self/mounts" 2>/dev/null | head -n 1)
  if [ -z "$esp" ]; then
    for device in $(run blkid -t TYPE=vfat -o device 2>/dev/null); do
      case $(run blkid -p -s PART_ENTRY_TYPE -o value "$device" 2>/dev/null) in
        [cC]12[aA]7328-*) esp=$device ;;
      esac
    done
  fi
  uuid=
  if [ -n "$esp" ]; then uuid=$(device_tag "$esp" UUID); fi
  case $uuid in
    '' | *[!0-9A-Za-z-]*)
      could_not 'the EFI system partition: blkid does not find it'
      return 1
      ;;
  esac
  {
    cat "$(fstab)"
    printf 'UUID=%s /boot/efi vfat umask=0077,nofail 0 2\n' "$uuid"
  } >"$scratch/new"
  if [ "$dry_run" = no ]; then mkdir -p "$root/boot/efi"; fi
  put /etc/fstab "$scratch/new"
}

# No swap on the OS disk: Azure bills its reads and writes, and throttles them.
fix_swap() {
  rewrite /etc/fstab without_swap
  if [ -f "$root/etc/initramfs-tools/conf.d/resume" ]; then
    echo 'RESUME=none' >"$scratch/resume"
    swap_before=$changed
    put /etc/initramfs-tools/conf.d/resume "$scratch/resume"
    if [ "$changed" != "$swap_before" ]; then owe initramfs; fi
  fi
}

without_swap() {
  awk '$1 !~ /^#/ && $3 == "swap" { print "#" $0; next } { print }'
}
