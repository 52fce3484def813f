/**
 * Machines by the management classes of Hyper-V ({@code root\virtualization\v2}). However the instances are fetched, one
 * parser reads them.
 */
@NullMarked
package dev.gen2lift.inventory.cim;

import org.jspecify.annotations.NullMarked;
