/** Management classes of this machine, a Windows host, through COM. */
@NullMarked
package dev.gen2lift.inventory.wmi;

import org.jspecify.annotations.NullMarked;
