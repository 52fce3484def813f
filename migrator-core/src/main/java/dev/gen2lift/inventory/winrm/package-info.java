/** Management classes of a host elsewhere, over WS-Management (WinRM) and TLS. */
@NullMarked
package dev.gen2lift.inventory.winrm;

import org.jspecify.annotations.NullMarked;
