/**
 * Registry hives, read-only: the binary format of Windows NT 3.5 to today ("regf" 1.2 to 1.6), with the changes that are
 * still in the transaction logs.
 */
package dev.gen2lift.guest.registry;
