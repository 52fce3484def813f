/**
 * What all image formats share. An {@link dev.gen2lift.disk.layer.ImageLayer} is one file's part of a virtual disk: it
 * translates ranges of the disk to ranges of the file. {@link dev.gen2lift.disk.layer.LayeredDisk} stacks layers and
 * does the reading. Formats, below {@code disk}, are layers.
 */
package dev.gen2lift.disk.layer;
