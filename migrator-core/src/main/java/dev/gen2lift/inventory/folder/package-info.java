/** Machines that lie in folders: what Hyper-V exports, and where in them the images are that a configuration names. */
@NullMarked
package dev.gen2lift.inventory.folder;

import org.jspecify.annotations.NullMarked;
