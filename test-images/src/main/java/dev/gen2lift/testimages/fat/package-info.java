/** Writes FAT12, FAT16 and FAT32 file systems with long names (Microsoft FAT specification 1.03). */
package dev.gen2lift.testimages.fat;
