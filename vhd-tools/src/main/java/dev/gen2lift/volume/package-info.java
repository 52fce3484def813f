/**
 * How a disk is divided: GPT and MBR. {@link dev.gen2lift.volume.PartitionTables} reads either;
 * {@link dev.gen2lift.volume.GrownDisk} gives a disk more capacity and keeps its table valid.
 */
package dev.gen2lift.volume;
