/**
 * The rehearsal cloud: an in-process stand-in for Azure Storage page blobs, Azure Resource Manager and the sign-in
 * endpoint, strict where Azure is strict. Rehearsals and tests talk to it through the unmodified Azure SDK; nothing else
 * in production code knows of it.
 */
package dev.gen2lift.rehearsal;
