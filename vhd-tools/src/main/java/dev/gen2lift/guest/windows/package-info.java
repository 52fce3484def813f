/** Windows as it is installed on a disk: what its registry, its files and its boot stores say. */
package dev.gen2lift.guest.windows;
