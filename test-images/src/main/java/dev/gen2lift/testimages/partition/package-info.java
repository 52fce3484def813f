/** Writes partition tables: GPT (UEFI specification, chapter 5) and MBR, with single structures altered on demand. */
package dev.gen2lift.testimages.partition;
