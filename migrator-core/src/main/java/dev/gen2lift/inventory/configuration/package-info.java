/**
 * Hyper-V's own files that describe a machine: {@code .vmcx}, the binary one of Windows Server 2016 and later, and the
 * {@code .xml} before it. Both hold the same tree of settings; {@link dev.gen2lift.inventory.configuration.MachineSettings}
 * tells what it means.
 */
@NullMarked
package dev.gen2lift.inventory.configuration;

import org.jspecify.annotations.NullMarked;
