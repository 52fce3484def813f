#!/bin/sh
# Makes two physical volumes with LVM2 itself, and what LVM2 says of them. Needs root and loop devices, no device mapper.
set -eu
out=$1
work=$(mktemp -d)
truncate -s 12M "$work/pv0.img" "$work/pv1.img"
first=$(losetup -f --show "$work/pv0.img")
second=$(losetup -f --show "$work/pv1.img")
trap 'losetup -d "$first" "$second"; rm -r "$work"' EXIT
export LVM_SUPPRESS_FD_WARNINGS=1
run() {
  command=$1
  shift
  lvm "$command" --driverloaded n \
    --config "devices { use_devicesfile=0 global_filter=[\"a|^$first\$|\",\"a|^$second\$|\",\"r|.*|\"] }" "$@"
}
volume() {
  run lvcreate -y -an -Zn -Wn "$@"
}
run pvcreate -y --metadatasize 64k --dataalignment 128k "$first" "$second"
run vgcreate -y --physicalextentsize 128k data "$first" "$second"
volume -n root -L 2M data "$first"
volume -n swap -L 1M data "$first"
run lvextend -y -L +1M data/root "$first"
run lvextend -y -L +1M data/root "$second"
volume -n striped -L 2M -i 2 -I 16k data
run lvremove -y data/swap
run lvs --units b --nosuffix -a --segments -o lv_full_name,lv_size,segtype,stripe_size,seg_start,seg_size,seg_pe_ranges \
  --noheadings --separator , data | sed "s|$first|pv0|g; s|$second|pv1|g; s|^ *||" >"$out/lvs.csv"
for volume in pv0 pv1; do
  gzip -9nc "$work/$volume.img" >"$out/$volume.img.gz"
done
