/** Moves the content of a virtual disk to a target: the copy engine, the targets on local files, digests. */
package dev.gen2lift.copy;
