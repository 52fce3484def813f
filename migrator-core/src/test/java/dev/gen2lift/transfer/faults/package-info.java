/** Makes the network and the service fail in the ways that they do, between a client and a server that is in order. */
package dev.gen2lift.transfer.faults;
