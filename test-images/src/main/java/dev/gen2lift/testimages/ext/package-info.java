/** Writes ext2 file systems: revision 1, directories with file types, files, holes, symbolic links. */
package dev.gen2lift.testimages.ext;
