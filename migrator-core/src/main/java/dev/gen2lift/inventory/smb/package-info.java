/** Disk images that are read from a host's file shares, without a mount and without an agent. */
@NullMarked
package dev.gen2lift.inventory.smb;

import org.jspecify.annotations.NullMarked;
