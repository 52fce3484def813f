package dev.gen2lift.copy;

/**
 * What one thread reads at once.
 *
 * @param index number of the piece in the disk's order, from 0
 * @param coverFrom first byte behind the piece before; from here to {@code offset} all is zero
 * @param offset first byte within the virtual disk
 * @param length bytes, at most the target's longest write
 * @param write whether it has to be written; otherwise it is read for the digest alone
 */
record Piece(long index, long coverFrom, long offset, int length, boolean write) {

    long end() {
        return offset + length;
    }
}
