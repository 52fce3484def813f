/**
 * Virtual disks and the files that store them. {@link dev.gen2lift.disk.DiskImages} opens any of them as a
 * {@link dev.gen2lift.disk.VirtualDisk}; the packages below hold one format each.
 */
package dev.gen2lift.disk;
