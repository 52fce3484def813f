/** FAT12, FAT16 and FAT32, of which EFI system partitions are made. */
package dev.gen2lift.filesystem.fat;
