/** Microsoft.Storage as a rehearsal cloud has it: the one storage account as a resource. */
package dev.gen2lift.rehearsal.storage;
