package dev.gen2lift.filesystem.ntfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Bytes that the Windows Overlay Filter has compressed, as on a system with Compact OS: a table of where each chunk but
 * the first begins, then the chunks, all in the stream {@value #STREAM} (MS-FSCC 2.1.2, wofapi.h; the layout is that of a
 * WIM resource). Keeps the chunk that was read last.
 */
final class WofData extends FileData {

    static final String STREAM = "WofCompressedData";

    private static final String STRUCTURE = "WOF chunk";

    /** From this size on the table's entries have eight bytes. */
    private static final long WIDE_TABLE = 1L << 32;

    /** How chunks are compressed, in the order of wofapi.h. */
    private enum Method {
        XPRESS4K(4 << 10),
        LZX(Lzx.CHUNK),
        XPRESS8K(8 << 10),
        XPRESS16K(16 << 10);

        private final int chunkSize;

        Method(int chunkSize) {
            this.chunkSize = chunkSize;
        }
    }

    private final FileData stored;
    private final Method method;
    private final int entrySize;
    private final long tableSize;
    private final byte[] chunk;
    private long held = -1;

    private WofData(String name, FileData stored, Method method, long size) {
        super(name, size);
        this.stored = stored;
        this.method = method;
        this.entrySize = size < WIDE_TABLE ? 4 : 8;
        this.tableSize = size == 0 ? 0 : (size - 1) / method.chunkSize * entrySize;
        this.chunk = new byte[method.chunkSize];
    }

    /**
     * @param reparse the file's reparse point, which names the method
     * @param size bytes of the file, of which none are in its unnamed stream
     * @throws BadImageException UNSUPPORTED where they are in a WIM file, or packed by another method
     */
    static WofData open(NtfsFile file, ReparsePoint reparse, long size) throws IOException {
        BinaryCursor info = reparse.raw();
        long version = info.at(8).u32();
        long provider = info.u32();
        if (version != 1 || provider != 2) {
            throw info.unsupported(
                    8,
                    provider == 1 ? "kept in a WIM file" : "kept by provider " + provider + " of the overlay filter");
        }
        info.u32();
        long method = info.u32();
        if (method >= Method.values().length) {
            throw info.unsupported(20, "compressed by the unknown method " + method);
        }
        FileData stored = file.data(Attribute.DATA, STREAM)
                .orElseThrow(() -> file.corrupt("compressed file without the stream " + STREAM));
        return new WofData(file.name(), stored, Method.values()[(int) method], size);
    }

    @Override
    void fill(long offset, ByteBuffer into) throws IOException {
        long at = offset;
        while (into.hasRemaining()) {
            load(at / chunk.length);
            int begin = (int) (at % chunk.length);
            int length = Math.min(chunk.length - begin, into.remaining());
            into.put(chunk, begin, length);
            at += length;
        }
    }

    /** Where a chunk begins, from the table's end on. */
    private long begin(long index) throws IOException {
        if (index == 0) {
            return 0;
        }
        BinaryCursor entry = BinaryCursor.read(
                stored, "WOF chunk table", (index - 1) * entrySize, entrySize, ByteOrder.LITTLE_ENDIAN);
        return entrySize == 4 ? entry.u32() : entry.size64();
    }

    private void load(long index) throws IOException {
        if (index == held) {
            return;
        }
        held = -1;
        int size = (int) Math.min(chunk.length, size() - index * chunk.length);
        long begin = begin(index);
        long packed = stored.size() - tableSize;
        long end = (index + 1) * chunk.length < size() ? begin(index + 1) : packed;
        if (begin > end || end > packed || end - begin > size) {
            throw corrupt(
                    STRUCTURE, index * chunk.length, "chunk from " + begin + " to " + end + " of " + packed + " bytes");
        }
        byte[] bytes = new byte[(int) (end - begin)];
        stored.read(tableSize + begin, ByteBuffer.wrap(bytes));
        try {
            if (bytes.length == size) {
                System.arraycopy(bytes, 0, chunk, 0, size);
            } else if (method == Method.LZX) {
                Lzx.unpack(bytes, bytes.length, chunk, size);
            } else {
                XpressHuffman.unpack(bytes, bytes.length, chunk, size);
            }
        } catch (CorruptDataException e) {
            throw corrupt(STRUCTURE, index * chunk.length, e.reason());
        }
        held = index;
    }
}
