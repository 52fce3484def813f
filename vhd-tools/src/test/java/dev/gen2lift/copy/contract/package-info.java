/** What every {@link dev.gen2lift.copy.DiskTarget} has to do, for the tests of this module and of those above it. */
package dev.gen2lift.copy.contract;
