/** Microsoft.Network: virtual networks with subnets, and network interfaces. */
package dev.gen2lift.rehearsal.network;
