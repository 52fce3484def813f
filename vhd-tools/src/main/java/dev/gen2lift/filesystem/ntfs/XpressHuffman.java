package dev.gen2lift.filesystem.ntfs;

/** XPRESS with Huffman codes (MS-XCA 2.2, LZ77+Huffman), for chunks of up to 64 KiB, which have one code. */
final class XpressHuffman {

    private static final int SYMBOLS = 512;
    private static final int LENGTHS = SYMBOLS / 2;
    private static final int MIN_MATCH = 3;

    private XpressHuffman() {}

    /** Unpacks the first {@code length} bytes of {@code in} into the first {@code size} of {@code out}. */
    static void unpack(byte[] in, int length, byte[] out, int size) throws CorruptDataException {
        if (length < LENGTHS) {
            throw new CorruptDataException("chunk of " + length + " bytes is shorter than its code");
        }
        BitReader bits = new BitReader(in, length);
        byte[] lengths = new byte[SYMBOLS];
        for (int i = 0; i < LENGTHS; i++) {
            int pair = bits.u8();
            lengths[2 * i] = (byte) (pair & 0xF);
            lengths[2 * i + 1] = (byte) (pair >> 4);
        }
        HuffmanCode code = new HuffmanCode(lengths, SYMBOLS);
        int at = 0;
        while (at < size) {
            int symbol = code.next(bits);
            if (symbol < 256) {
                out[at++] = (byte) symbol;
            } else {
                bits.ensure(16);
                int distanceBits = symbol >> 4 & 0xF;
                int distance = (1 << distanceBits) + bits.take(distanceBits);
                int matched = length(bits, symbol & 0xF);
                Match.copy(out, at, size, distance, matched);
                at += matched;
            }
            if (bits.isExhausted()) {
                throw new CorruptDataException("compressed data ends early");
            }
        }
    }

    /** Long matches have their length in bytes between the words of bits. */
    private static int length(BitReader bits, int coded) throws CorruptDataException {
        int length = coded;
        if (length == 15) {
            length += bits.u8();
            if (length == 15 + 255) {
                length = bits.u16();
            }
        }
        return length + MIN_MATCH;
    }
}
