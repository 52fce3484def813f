package dev.gen2lift.filesystem.ext;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The entries of a directory, block by block (Linux, Documentation/filesystems/ext4/directory.rst). The blocks of an
 * index look like blocks without entries.
 */
final class ExtDirectory {

    static final String STRUCTURE = "ext directory";

    /** As many bytes as {@value #MAX_ENTRIES} entries of the longest name take. */
    static final long MAX_SIZE = 1L << 28;

    static final int MAX_ENTRIES = 1_000_000;

    private static final int HEADER_SIZE = 8;
    private static final int TAIL_SIZE = 12;
    private static final int TAIL_TYPE = 0xDE;

    /** The number of the folder above, in front of inline entries. */
    private static final int INLINE_PARENT = 4;

    private final ExtInode inode;
    private final ExtVolume volume;
    private final FileBytes bytes;

    /** What is done with each entry. */
    @FunctionalInterface
    interface Visitor {
        /** @return whether the next one is wanted */
        boolean visit(long inode, String name) throws IOException;
    }

    private ExtDirectory(ExtInode inode, ExtVolume volume, FileBytes bytes) {
        this.inode = inode;
        this.volume = volume;
        this.bytes = bytes;
    }

    static ExtDirectory of(ExtInode inode, ExtVolume volume) throws IOException {
        return new ExtDirectory(inode, volume, FileBytes.of(inode, volume));
    }

    /** Visits all entries but the folder itself and the one above. */
    void visit(Visitor visitor) throws IOException {
        if (inode.size() > MAX_SIZE) {
            throw volume.failure(
                    BadImageException.Kind.LIMIT,
                    STRUCTURE,
                    inode.place().offsetOf(0),
                    "inode " + inode.number() + " has more than " + MAX_SIZE + " bytes");
        }
        if (inode.isInline()) {
            visitInline(visitor);
            return;
        }
        long count = (inode.size() + volume.blockSize() - 1) / volume.blockSize();
        boolean more = true;
        for (long index = 0; index < count && more; ) {
            BlockRun run = bytes.blocks().run(index);
            long length = Math.min(run.length(), count - index);
            if (run.isHole()) {
                volume.findings().add(STRUCTURE, inode.place().offsetOf(0), "inode " + inode.number() + " has a hole");
            }
            for (long i = 0; i < length && more && !run.isHole(); i++) {
                more = visit(block(run.first() + i), visitor);
            }
            index += length;
        }
    }

    /** Visits the entries of one of its blocks. */
    boolean visitBlock(long index, Visitor visitor) throws IOException {
        return visit(indexBlock(index), visitor);
    }

    /** One of its blocks, which has to be there. */
    BinaryCursor indexBlock(long index) throws IOException {
        if (index < 0 || index >= inode.size() / volume.blockSize()) {
            throw volume.corrupt(
                    STRUCTURE, inode.place().offsetOf(0), "inode " + inode.number() + " has no block " + index);
        }
        BlockRun run = bytes.blocks().run(index);
        if (run.isHole()) {
            throw volume.corrupt(STRUCTURE, inode.place().offsetOf(0), "inode " + inode.number() + " has a hole");
        }
        return block(run.first());
    }

    private BinaryCursor block(long number) throws IOException {
        return volume.block(STRUCTURE, number, inode.place().offsetOf(0));
    }

    private void visitInline(Visitor visitor) throws IOException {
        int inPlace = (int) Math.min(ExtInode.PLACE_SIZE, inode.size());
        if (inPlace > INLINE_PARENT
                && entries(inode.place().slice(STRUCTURE, INLINE_PARENT, inPlace - INLINE_PARENT), visitor)
                && inode.size() > ExtInode.PLACE_SIZE) {
            entries(bytes.inlineRest(), visitor);
        }
    }

    private boolean visit(BinaryCursor block, Visitor visitor) throws IOException {
        if (volume.geometry().features().hasMetadataChecksums()) {
            verify(block);
        }
        return entries(block, visitor);
    }

    /** A block of an index has its checksum elsewhere, and no tail. */
    private void verify(BinaryCursor block) throws BadImageException {
        int tail = block.length() - TAIL_SIZE;
        boolean isTail =
                block.at(tail).u32() == 0 && block.u16() == TAIL_SIZE && block.u8() == 0 && block.u8() == TAIL_TYPE;
        if (isTail && (int) block.u32() != inode.checksum().of(block.view().slice(0, tail))) {
            volume.findings()
                    .add(
                            STRUCTURE,
                            block.offsetOf(0),
                            "inode " + inode.number() + " has a block with a wrong checksum");
        }
    }

    private boolean entries(BinaryCursor block, Visitor visitor) throws IOException {
        boolean typed = volume.geometry().features().hasFileTypes();
        int at = 0;
        while (at <= block.length() - HEADER_SIZE) {
            long number = block.at(at).u32();
            int length = length(block.u16(), block.length());
            int nameLength = typed ? block.u8() : block.u16();
            if (length < HEADER_SIZE || length % 4 != 0 || length > block.length() - at) {
                throw block.corrupt(at, "inode " + inode.number() + " has an entry of " + length + " bytes");
            }
            if (number != 0 && nameLength > 0) {
                if (nameLength > length - HEADER_SIZE || nameLength > 255) {
                    throw block.corrupt(at, "inode " + inode.number() + " has a name of " + nameLength + " bytes");
                }
                String name = new String(block.at(at + HEADER_SIZE).bytes(nameLength), StandardCharsets.UTF_8);
                if (!name.equals(".") && !name.equals("..") && !visitor.visit(number, name)) {
                    return false;
                }
            }
            at += length;
        }
        return true;
    }

    /** Blocks of 64 KiB are one more than 16 bits can say. */
    private static int length(int stored, int blockLength) {
        if (blockLength < 1 << 16) {
            return stored;
        }
        return stored == 0xFFFF || stored == 0 ? 1 << 16 : stored & 0xFFFC | (stored & 3) << 16;
    }
}
