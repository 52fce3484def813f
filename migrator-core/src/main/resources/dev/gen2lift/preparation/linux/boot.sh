# The options that a boot menu gives the kernel, and the initramfs.

arguments_wanted=
arguments_unwanted=
root_by_uuid=no

# $1: options to add where they are missing, $2: names of options to take away
want_arguments() {
  arguments_wanted="$arguments_wanted $1"
  arguments_unwanted="$arguments_unwanted $2"
}

# A command line with the wanted options and without the others; "name=" takes away every value, "name" the bare option.
with_arguments() {
  awk -v wanted="$arguments_wanted" -v unwanted="$arguments_unwanted" '
    BEGIN {
      have = split(wanted, want, " ")
      lack = split(unwanted, drop, " ")
    }
    {
      n = split($0, word, " ")
      line = ""
      split("", seen)
      for (i = 1; i <= n; i++) {
        gone = 0
        for (j = 1; j <= lack; j++) {
          if (word[i] == drop[j]) gone = 1
          if (drop[j] ~ /=$/ && index(word[i], drop[j]) == 1) gone = 1
        }
        for (j = 1; j <= have; j++) {
          name = want[j]
          sub(/=.*/, "=", name)
          # consoles are many; of everything else there is one
          if (name != "console=" && name ~ /=$/ && index(word[i], name) == 1 && word[i] != want[j]) gone = 1
        }
        if (!gone && !(word[i] in seen)) {
          line = line (line == "" ? "" : " ") word[i]
          seen[word[i]] = 1
        }
      }
      for (j = 1; j <= have; j++) {
        if (!(want[j] in seen)) {
          line = line (line == "" ? "" : " ") want[j]
          seen[want[j]] = 1
        }
      }
      print line
    }'
}

# /etc/default/grub: GRUB_CMDLINE_LINUX is for every entry, GRUB_CMDLINE_LINUX_DEFAULT loses what is not wanted.
grub_defaults() {
  found=no
  while IFS= read -r text || [ -n "$text" ]; do
    case $text in
      GRUB_CMDLINE_LINUX=* | GRUB_CMDLINE_LINUX_DEFAULT=*)
        name=${text%%=*}
        value=${text#*=}
        case $value in
          \"*\") value=${value#\"} value=${value%\"} quote='"' ;;
          \'*\') value=${value#\'} value=${value%\'} quote="'" ;;
          *[\"\'\\\$\`\#]*) return 1 ;;
          *) quote='"' ;;
        esac
        if [ "$name" = GRUB_CMDLINE_LINUX ]; then
          found=yes
          value=$(printf '%s\n' "$value" | with_arguments)
        else
          value=$(printf '%s\n' "$value" | (arguments_wanted='' && with_arguments))
        fi
        printf '%s=%s%s%s\n' "$name" "$quote" "$value" "$quote"
        ;;
      'GRUB_DISABLE_LINUX_UUID=true' | 'GRUB_DISABLE_LINUX_UUID="true"')
        if [ "$root_by_uuid" = yes ]; then printf '#%s\n' "$text"; else printf '%s\n' "$text"; fi
        ;;
      *) printf '%s\n' "$text" ;;
    esac
  done
  if [ "$found" = no ]; then
    printf 'GRUB_CMDLINE_LINUX="%s"\n' "$(echo | with_arguments)"
  fi
}

# Entries of the Boot Loader Specification that write their options out.
entry_options() {
  while IFS= read -r text || [ -n "$text" ]; do
    case $text in
      *\$*) printf '%s\n' "$text" ;;
      options[\ \	]*) printf 'options %s\n' "$(printf '%s\n' "${text#options?}" | with_arguments)" ;;
      *) printf '%s\n' "$text" ;;
    esac
  done
}

set_arguments() {
  places=0
  before=$changed
  if [ -f "$root/etc/default/grub" ]; then
    places=1
    rewrite /etc/default/grub grub_defaults
  fi
  if [ -f "$root/etc/kernel/cmdline" ]; then
    places=1
    rewrite /etc/kernel/cmdline with_arguments
  fi
  for entry in "$root"/boot/loader/entries/*.conf "$root"/efi/loader/entries/*.conf "$root"/boot/efi/loader/entries/*.conf; do
    if is_file "$entry"; then
      places=1
      rewrite "${entry#"$root"}" entry_options
    fi
  done
  set_kernelopts
  if [ "$places" = 0 ]; then
    could_not 'the boot menu: neither /etc/default/grub nor entries of a boot loader are there'
  elif [ "$changed" != "$before" ]; then
    owe boot-menu
  fi
}

# Where entries say $kernelopts, GRUB's environment block has the options (Red Hat Enterprise Linux 8).
set_kernelopts() {
  block=$(resolved /boot/grub2/grubenv)
  if [ ! -f "$root$block" ] || ! has grub2-editenv; then return 0; fi
  options=$(run grub2-editenv "$block" list 2>/dev/null | sed -n 's/^kernelopts=//p' | awk '{ $1 = $1; print }')
  if [ -z "$options" ]; then return 0; fi
  places=1
  wanted_options=$(printf '%s\n' "$options" | with_arguments)
  if [ "$options" = "$wanted_options" ]; then
    is_right 'kernelopts of GRUB'
  elif [ "$dry_run" = yes ]; then
    did 'kernelopts of GRUB'
  elif keep "$block" &&
    to_undo "cp -p \"\$root\"$(quoted "/var/lib/gen2lift/prepare/kept$block") \"\$root\"$(quoted "$block")" &&
    run grub2-editenv "$block" set "kernelopts=$wanted_options"; then
    did 'kernelopts of GRUB'
  else
    could_not 'kernelopts of GRUB: grub2-editenv cannot set them'
  fi
}

# Every menu that GRUB may start from, one a line; on the system partition a stub that only leads to it is none.
boot_menus() {
  for menu in "$root"/boot/grub2/grub.cfg "$root"/boot/grub/grub.cfg "$root"/boot/efi/EFI/*/grub.cfg; do
    if ! is_file "$menu"; then continue; fi
    case $menu in
      "$root"/boot/efi/*) grep -q 'BEGIN /etc/grub.d' "$menu" || continue ;;
    esac
    printf '%s\n' "${menu#"$root"}"
  done
}

rebuild_boot_menu() {
  if ! owes boot-menu; then return 0; fi
  echo 'Boot menu:'
  boot_menus >"$scratch/menus"
  while IFS= read -r menu; do
    keep "$menu"
    cp "$root$menu" "$scratch/menu"
    if has update-grub && [ "$menu" = /boot/grub/grub.cfg ]; then
      set -- update-grub
    elif has grub2-mkconfig; then
      set -- grub2-mkconfig -o "$menu"
    elif has grub-mkconfig; then
      set -- grub-mkconfig -o "$menu"
    else
      could_not "$menu: neither grub2-mkconfig nor grub-mkconfig is there"
      return 1
    fi
    if ! run "$@" >"$scratch/log" 2>&1 </dev/null; then
      could_not "$*: $(tail -n 1 "$scratch/log")"
      return 1
    fi
    if cmp -s "$root$menu" "$scratch/menu"; then is_right "$menu"; else did "$menu"; fi
  done <"$scratch/menus"
  paid boot-menu
}

# Modules that the initramfs has to have. $1: their names, the least first
want_modules() {
  modules_before=$changed
  if has dracut; then
    {
      printf '# What a virtual machine in Azure starts with.\n'
      printf 'add_drivers+=" %s "\n' "$1"
    } >"$scratch/modules"
    put "/etc/dracut.conf.d/90-gen2lift-$2.conf" "$scratch/modules"
  elif has update-initramfs; then
    {
      cat "$root/etc/initramfs-tools/modules" 2>/dev/null
      for module in $1; do
        grep -qx "[[:space:]]*${module}[[:space:]]*" "$root/etc/initramfs-tools/modules" 2>/dev/null || printf '%s\n' "$module"
      done
    } >"$scratch/modules"
    put /etc/initramfs-tools/modules "$scratch/modules"
  elif has mkinitcpio; then
    wanted_modules=$1
    rewrite /etc/mkinitcpio.conf mkinitcpio_modules
  else
    could_not 'the initramfs: neither dracut nor initramfs-tools nor mkinitcpio is there'
    return 1
  fi
  if [ "$changed" != "$modules_before" ] || ! in_initramfs "$1"; then owe initramfs; fi
}

mkinitcpio_modules() {
  awk -v wanted="$wanted_modules" '
    /^[ \t]*MODULES=\(.*\)[ \t]*$/ {
      line = $0
      sub(/^[ \t]*MODULES=\(/, "", line)
      sub(/\)[ \t]*$/, "", line)
      have = " " line " "
      n = split(wanted, want, " ")
      for (i = 1; i <= n; i++) if (index(have, " " want[i] " ") == 0) line = line (line == "" ? "" : " ") want[i]
      print "MODULES=(" line ")"
      done = 1
      next
    }
    { print }
    END { if (!done) exit 1 }'
}

# Whether the newest initramfs has those of the modules that its kernel has as files; yes where nothing can tell.
in_initramfs() {
  version=
  for folder in "$root"/lib/modules/*; do
    if [ -d "$folder" ]; then version=${folder##*/}; fi
  done
  if [ -z "$version" ] || [ ! -f "$root/lib/modules/$version/modules.dep" ]; then return 0; fi
  if has lsinitramfs && [ -f "$root/boot/initrd.img-$version" ]; then
    run lsinitramfs "/boot/initrd.img-$version" >"$scratch/list" 2>/dev/null || return 0
  elif has lsinitrd && [ -f "$root/boot/initramfs-$version.img" ]; then
    run lsinitrd "/boot/initramfs-$version.img" >"$scratch/list" 2>/dev/null || return 0
  else
    return 0
  fi
  # hv_vmbus.ko, nvme-core.ko: files have hyphens where modules have underscores
  sed 's/-/_/g' "$scratch/list" >"$scratch/there"
  sed -e 's/:.*//' -e 's/-/_/g' "$root/lib/modules/$version/modules.dep" >"$scratch/files"
  for module in $1; do
    if grep -Eq "(^|/)$module\\.ko(\\.|\$)" "$scratch/files" && ! grep -Eq "/$module\\.ko(\\.|\$)" "$scratch/there"; then
      return 1
    fi
  done
}

rebuild_initramfs() {
  if ! owes initramfs; then return 0; fi
  echo 'Initramfs:'
  if has dracut; then
    set -- dracut -f --regenerate-all
  elif has update-initramfs; then
    set -- update-initramfs -u -k all
  elif has mkinitcpio; then
    set -- mkinitcpio -P
  else
    could_not 'neither dracut nor initramfs-tools nor mkinitcpio is there'
    return 1
  fi
  if run "$@" >"$scratch/log" 2>&1; then
    did "$*"
    paid initramfs
    : >"$state/rebuilt-initramfs"
  else
    could_not "$*: $(tail -n 1 "$scratch/log")"
  fi
}
