/** Raw images: files and block devices whose bytes are the disk's. */
package dev.gen2lift.disk.raw;
