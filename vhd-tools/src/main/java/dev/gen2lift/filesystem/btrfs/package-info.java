/** btrfs on one device: its trees, subvolumes and snapshots, and the ways in which it packs the bytes of a file. */
package dev.gen2lift.filesystem.btrfs;
