/** What an initial RAM file system holds, by the names of its files. */
package dev.gen2lift.guest.initramfs;
