/**
 * LVM2, read-only: from physical volumes, on one disk or several, to the linear and striped logical volumes on them
 * (lvm(8), and the on-disk structures of LVM2's lib/label and lib/format_text).
 */
package dev.gen2lift.volume.lvm;
