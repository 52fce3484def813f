#!/bin/sh
# Lets Linux write btrfs volumes in all the ways that mkfs.btrfs cannot, and writes down what Linux reads from them.
# Needs root, loop devices, btrfs-progs.
set -eu
out=$(realpath "${1:-.}")
work=$(mktemp -d)
mkdir "$work/mount"
trap 'umount -q "$work/mount" || true; rm -r "$work"' EXIT

volume() {
  image=$work/$1.img
  shift
  truncate -s 128M "$image"
  mkfs.btrfs -q -L GEN2LIFT "$@" "$image"
}

pack() {
  xz -9e --keep --stdout "$work/$1.img" >"$out/$1.img.xz"
}

# One line per path below the mount: its kind, the size or target, the SHA-256 of its content.
manifest() {
  (
    cd "$work/mount"
    find . -mindepth 1 | LC_ALL=C sort | while read -r path; do
      if [ -L "$path" ]; then
        echo "link $(readlink "$path") - $path"
      elif [ -d "$path" ]; then
        echo "directory 0 - $path"
      elif [ -f "$path" ]; then
        echo "file $(stat -c %s "$path") $(sha256sum <"$path" | cut -d' ' -f1) $path"
      else
        echo "other 0 - $path"
      fi
    done
  ) | xz -9e >"$out/volume.txt.xz"
}

text() {
  seq "$1" "$2" | awk '{ print $1 % 1009 }'
}

# Files of one compression, in a folder of its name: inline, one extent, several, with a hole, overwritten in the middle.
packed() {
  mount -o "compress-force=$1,max_inline=2048" "$work/volume.img" "$work/mount"
  folder=$work/mount/@/packed/$1
  mkdir -p "$folder"
  text 1 300 >"$folder/inline"
  text 1 5000 >"$folder/one"
  text 1 100000 >"$folder/several"
  text 1 40000 >"$folder/holes"
  truncate -s 700001 "$folder/holes"
  text 1 30000 >"$folder/overwritten"
  sync
  text 7 900 | dd of="$folder/overwritten" conv=notrunc bs=4096 seek=3 status=none
  cp --reflink=always "$folder/several" "$folder/shared"
  sync
  umount "$work/mount"
}

volume volume -n 4096 -m dup
mount "$work/volume.img" "$work/mount"
root=$work/mount
btrfs -q subvolume create "$root/@"
btrfs -q subvolume create "$root/@home"
mkdir -p "$root/@/etc" "$root/@/many" "$root/@/plain" "$root/@/var" "$root/@home/user"
echo 'ID=gen2lift' >"$root/@/etc/os-release"
echo 'home' >"$root/@home/user/file"
btrfs -q subvolume create "$root/@/var/nested"
echo 'below' >"$root/@/var/nested/file"
btrfs -q subvolume snapshot -r "$root/@" "$root/@/snapshot"
echo 'later' >"$root/@/etc/after-the-snapshot"
ln -s ../usr/lib/os-release "$root/@/etc/link"
mkfifo "$root/@/plain/pipe"
# Names of equal hash.
for name in unit-577105044.conf unit-841678834.conf; do
  echo "$name" >"$root/@/plain/$name"
done
for i in $(seq 1 700); do
  echo "content of $i" >"$root/@/many/entry number $i"
done
: >"$root/@/plain/empty"
text 1 60000 >"$root/@/plain/large"
fallocate -l 200000 "$root/@/plain/allocated"
text 1 2000 | dd of="$root/@/plain/allocated" conv=notrunc bs=4096 seek=5 status=none
truncate -s 30000000 "$root/@/plain/sparse"
echo 'end' >>"$root/@/plain/sparse"
echo 'short' >"$root/@/plain/grown"
sync
truncate -s 100000 "$root/@/plain/grown"
umount "$work/mount"
for method in zlib lzo zstd; do
  packed "$method"
done
mount "$work/volume.img" "$work/mount"
manifest
btrfs subvolume set-default "$root/@"
umount "$work/mount"
pack volume

# What fsync keeps while a transaction is still open.
volume log -M
mount "$work/log.img" "$work/mount"
echo 'old' >"$root/file"
sync
echo 'new' >"$root/file"
sync "$root/file"
cp --sparse=always "$work/log.img" "$work/copy.img"
umount "$work/mount"
mv "$work/copy.img" "$work/log.img"
pack log
