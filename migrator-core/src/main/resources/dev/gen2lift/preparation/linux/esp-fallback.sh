# The loader where firmware looks that knows no boot entries: those stay behind with the old machine.
fix_esp_fallback() {
  esp_root=
  for folder in /boot/efi /efi /boot; do
    if [ -d "$root$folder/EFI" ]; then
      esp_root=$folder
      break
    fi
  done
  if [ -z "$esp_root" ]; then
    could_not 'the EFI system partition: it is not mounted'
    return 1
  fi
  case $(run uname -m 2>/dev/null) in
    aarch64) suffix=aa64 ;;
    *) suffix=x64 ;;
  esac
  fallback=$esp_root/EFI/BOOT
  for folder in "$root$esp_root"/EFI/[Bb][Oo][Oo][Tt]; do
    if [ -d "$folder" ]; then fallback=${folder#"$root"}; fi
  done
  vendor=
  for folder in "$root$esp_root"/EFI/*; do
    case ${folder##*/} in
      [Bb][Oo][Oo][Tt] | [Mm]icrosoft) ;;
      *) if [ -f "$folder/shim$suffix.efi" ] || [ -f "$folder/grub$suffix.efi" ]; then vendor=${folder#"$root"}; fi ;;
    esac
  done
  loader=BOOT$(printf '%s' "$suffix" | tr '[:lower:]' '[:upper:]').EFI
  for file in "$root$fallback"/[Bb][Oo][Oo][Tt]*; do
    if [ -f "$file" ] && [ "$(basename "$file" | tr '[:lower:]' '[:upper:]')" = "$loader" ]; then loader=${file##*/}; fi
  done
  if [ -n "$vendor" ]; then
    copy_loaders
  elif [ -f "$root$esp_root/EFI/systemd/systemd-boot$suffix.efi" ]; then
    put "$fallback/$loader" "$root$esp_root/EFI/systemd/systemd-boot$suffix.efi"
  else
    could_not "$fallback/$loader: no loader of a distribution is on the EFI system partition"
    return 1
  fi
}

# Shim starts the GRUB beside it, and GRUB reads the configuration beside it.
copy_loaders() {
  if [ -f "$root$vendor/shim$suffix.efi" ]; then
    put "$fallback/$loader" "$root$vendor/shim$suffix.efi"
    set -- "grub$suffix.efi" "mm$suffix.efi" grub.cfg
  else
    put "$fallback/$loader" "$root$vendor/grub$suffix.efi"
    set -- grub.cfg
  fi
  for file in "$@"; do
    if [ -f "$root$vendor/$file" ]; then put "$fallback/$file" "$root$vendor/$file"; fi
  done
}
