package dev.gen2lift.filesystem.ntfs;

/**
 * Bits as XPRESS and LZX pack them: the highest first, in 16-bit little-endian words, with whole bytes between that are
 * read from behind the last word taken (MS-XCA 2.2.4, MS-PATCH 2.1). Behind the end there are zeros.
 */
final class BitReader {

    private final byte[] in;
    private final int end;
    private int at;
    private long bits;
    private int count;

    BitReader(byte[] in, int end) {
        this.in = in;
        this.end = end;
    }

    /** Takes words until there are {@code wanted} bits, at most 32. */
    void ensure(int wanted) {
        while (count < wanted) {
            bits = bits << 16 | word();
            count += 16;
        }
    }

    private int word() {
        int value = at <= end - 2 ? Byte.toUnsignedInt(in[at]) | Byte.toUnsignedInt(in[at + 1]) << 8 : 0;
        at += 2;
        return value;
    }

    /** The next bits, which stay; they were ensured. */
    int peek(int wanted) {
        return (int) (bits >>> count - wanted) & (1 << wanted) - 1;
    }

    void drop(int wanted) {
        count -= wanted;
    }

    /** The next bits, at most 17. */
    int take(int wanted) {
        ensure(wanted);
        int value = peek(wanted);
        drop(wanted);
        return value;
    }

    /** A byte from behind the last word that was taken. */
    int u8() throws CorruptDataException {
        if (at >= end) {
            throw new CorruptDataException("compressed data ends early");
        }
        return Byte.toUnsignedInt(in[at++]);
    }

    int u16() throws CorruptDataException {
        return u8() | u8() << 8;
    }

    int i32() throws CorruptDataException {
        return u16() | u16() << 16;
    }

    /** Goes on at the next word; where it stands at a word's end, one is left out (MS-PATCH 2.4.1.3). */
    void align() {
        int unused = count % 16 == 0 ? 16 : count % 16;
        ensure(unused);
        count -= unused;
        at -= count / 8;
        count = 0;
    }

    /** Whether more was taken than there was. */
    boolean isExhausted() {
        return at - count / 8 > end + 1;
    }
}
