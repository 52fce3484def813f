package dev.gen2lift.filesystem.ext;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The content of an inode, whatever keeps it: blocks, or the inode itself. */
final class FileBytes implements ByteSource {

    private static final String STRUCTURE = "ext file";
    private static final int ATTRIBUTES_MAGIC = 0xEA02_0000;
    private static final int INDEX_SYSTEM = 7;

    private final ExtInode inode;
    private final ExtVolume volume;
    private final BlockLookup blocks;

    private FileBytes(ExtInode inode, ExtVolume volume) {
        this.inode = inode;
        this.volume = volume;
        this.blocks = BlockLookup.of(inode, volume);
    }

    /** @throws BadImageException UNSUPPORTED where it is encrypted */
    static FileBytes of(ExtInode inode, ExtVolume volume) throws IOException {
        inode.requireReadable();
        return new FileBytes(inode, volume);
    }

    @Override
    public String name() {
        return volume.source().name();
    }

    @Override
    public long size() {
        return inode.size();
    }

    BlockLookup blocks() {
        return blocks;
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        BadImageException.requireWithin(volume.source().name(), STRUCTURE, size(), offset, into.remaining());
        if (inode.isInline()) {
            readInline(offset, into);
            return;
        }
        int blockSize = volume.blockSize();
        long at = offset;
        while (into.hasRemaining()) {
            BlockRun run = blocks.run(at / blockSize);
            long within = at % blockSize;
            long most = run.length() > Long.MAX_VALUE / blockSize ? Long.MAX_VALUE : run.length() * blockSize - within;
            int length = (int) Math.min(most, into.remaining());
            if (run.isHole()) {
                into.put(new byte[length]);
            } else {
                ByteBuffer part = into.duplicate().limit(into.position() + length);
                volume.source().read(run.first() * blockSize + within, part);
                into.position(into.position() + length);
            }
            at += length;
        }
    }

    private void readInline(long offset, ByteBuffer into) throws IOException {
        int inPlace = (int) Math.max(0, Math.min(ExtInode.PLACE_SIZE - offset, into.remaining()));
        if (inPlace > 0) {
            into.put(inode.place().at((int) offset).bytes(inPlace));
        }
        if (into.hasRemaining()) {
            BinaryCursor rest = attribute();
            int at = (int) Math.min(offset + inPlace - ExtInode.PLACE_SIZE, Integer.MAX_VALUE);
            into.put(rest.at(at).bytes(into.remaining()));
        }
    }

    /** The whole of inline content, a folder's at least. */
    BinaryCursor inlineRest() throws IOException {
        return attribute();
    }

    /** The attribute "system.data" (Linux, Documentation/filesystems/ext4/inlinedata.rst and attributes.rst). */
    private BinaryCursor attribute() throws IOException {
        BinaryCursor tail = inode.tail();
        if (tail.length() < 4 || (int) tail.at(0).u32() != ATTRIBUTES_MAGIC) {
            throw tail.corrupt(0, "there are none, but they should hold a part of the file");
        }
        BinaryCursor entries = tail.slice("ext attributes in inode " + inode.number(), 4, tail.length() - 4);
        int at = 0;
        while (at <= entries.length() - 16) {
            int nameLength = entries.at(at).u8();
            int index = entries.u8();
            int valueAt = entries.u16();
            long valueInode = entries.u32();
            long valueSize = entries.u32();
            if (nameLength == 0 && index == 0 && valueAt == 0 && valueInode == 0) {
                break;
            }
            if (index == INDEX_SYSTEM && entries.has(at + 16, new byte[] {'d', 'a', 't', 'a'}) && nameLength == 4) {
                if (valueInode != 0 || valueSize > entries.length()) {
                    throw entries.corrupt(at, "the file's part has " + valueSize + " bytes");
                }
                return entries.slice(STRUCTURE, valueAt, (int) valueSize);
            }
            at += 16 + (nameLength + 3) / 4 * 4;
        }
        throw entries.corrupt(0, "none of them holds the file's part");
    }
}
