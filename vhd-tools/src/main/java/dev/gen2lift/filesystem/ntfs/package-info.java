/** NTFS 3.x, the file system of Windows, with all the ways in which it packs the bytes of a file. */
package dev.gen2lift.filesystem.ntfs;
