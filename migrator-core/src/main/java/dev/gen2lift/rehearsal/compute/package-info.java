/** Microsoft.Compute: managed disks with their upload states, virtual machines, sizes. */
package dev.gen2lift.rehearsal.compute;
