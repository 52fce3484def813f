package dev.gen2lift.filesystem.ext;

/**
 * A block that waits in the journal.
 *
 * @param index the journal's block that holds it
 * @param escaped whether its first four bytes are the journal's own mark, which is kept out of there
 */
record JournaledBlock(long index, boolean escaped) {}
