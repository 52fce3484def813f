/** Text files as Windows writes them. */
@NullMarked
package dev.gen2lift.inventory.text;

import org.jspecify.annotations.NullMarked;
