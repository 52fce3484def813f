/** How a disk starts: its boot code, its EFI boot loaders, and who signed them. */
package dev.gen2lift.guest.boot;
