# The serial console, which is all that is seen of a machine that does not start, and time for disks to appear.
fix_console() {
  want_arguments \
    'console=tty1 console=ttyS0,115200n8 earlyprintk=ttyS0,115200 rootdelay=300 net.ifnames=0' \
    'rhgb quiet crashkernel=auto'
  set_arguments
}

# The root by what it is and not by where it is attached, and no waking up from a swap that is gone.
fix_root() {
  root_by_uuid=yes
  cat "$root/etc/default/grub" "$root/etc/kernel/cmdline" "$root"/boot/loader/entries/*.conf \
    "$root/boot/grub2/grubenv" 2>/dev/null |
    awk '{ gsub(/[ \t"\047]+/, "\n"); print }' >"$scratch/words"
  while IFS= read -r text; do
    case $text in
      root=/dev/sd* | root=/dev/hd* | root=/dev/vd* | root=/dev/xvd* | root=/dev/nvme*)
        uuid=$(device_tag "${text#root=}" UUID)
        case $uuid in
          '' | *[!0-9A-Za-z-]*) could_not "${text#root=}: blkid tells no UUID" ;;
          *) want_arguments "root=UUID=$uuid" '' ;;
        esac
        ;;
    esac
  done <"$scratch/words"
  want_arguments '' 'resume= resume_offset='
  set_arguments
  # the menu may name devices where /etc/default/grub names none
  for menu in "$root"/boot/grub*/grub.cfg; do
    if is_file "$menu" && grep -Eq '^[[:space:]]*linux.*[[:space:]](root=/dev/([shv]|xv)d|resume=)' "$menu"; then
      fix_boot_menu
    fi
  done
}

# Regenerates the menus, so that what the system partition has is what /boot has.
fix_boot_menu() {
  if [ "$dry_run" = yes ]; then did 'the boot menu'; else owe boot-menu; fi
}

fix_hyperv_initramfs() {
  want_modules 'hv_vmbus hv_storvsc hv_netvsc' hyperv
}

fix_nvme_initramfs() {
  want_modules 'nvme nvme_core pci_hyperv' nvme
  want_arguments 'nvme_core.io_timeout=240' ''
  set_arguments
}

# The file systems of the system partition and of the disc that Azure gives a new machine its settings with.
fix_udf_vfat() {
  seen_any=no
  for file in "$root"/etc/modprobe.d/*; do
    if is_file "$file" && grep -Eq '^[[:space:]]*(install|blacklist)[[:space:]]+(udf|vfat)([[:space:]]|$)' "$file"; then
      seen_any=yes
      rewrite "${file#"$root"}" sed -E 's/^[[:space:]]*(install|blacklist)[[:space:]]+(udf|vfat)([[:space:]]|$)/#&/'
    fi
  done
  if [ "$seen_any" = no ]; then is_right '/etc/modprobe.d lets udf and vfat be loaded'; fi
}
