/** ext2, ext3 and ext4. */
package dev.gen2lift.filesystem.ext;
