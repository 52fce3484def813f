package dev.gen2lift.testimages.ext;

import dev.gen2lift.testimages.Content;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.ext.Ext2Builder.Part;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** Writes the tree inode by inode, then the groups' tables from what was used. */
final class Ext2Writer {

    static final int FIRST_INODE = 11;

    private static final int ROOT_INODE = 2;
    private static final int DIRECT = 12;
    private static final int FAST_LINK = 60;
    private static final int POINTER = 4;

    private final Ext2Builder volume;
    private final GroupLayout layout;
    private final BlockAllocator allocator;
    private final SparseContent out;
    private final int blockSize;
    private final BitSet inodes = new BitSet();
    private final int[] directories;
    private int allocatedSoFar;

    Ext2Writer(Ext2Builder volume) {
        this.volume = volume;
        this.layout = GroupLayout.of(volume, FIRST_INODE + count(volume.root));
        this.allocator = new BlockAllocator(layout);
        this.out = new SparseContent(volume.size);
        this.blockSize = volume.blockSize;
        this.directories = new int[layout.groups()];
        inodes.set(1, FIRST_INODE);
    }

    SparseContent write() {
        writeDirectory(volume.root, ROOT_INODE, ROOT_INODE);
        writeGroups();
        return out;
    }

    private static int count(ExtNode.Directory directory) {
        int sum = 0;
        for (ExtNode node : directory.children().values()) {
            sum += 1 + (node instanceof ExtNode.Directory below ? count(below) : 0);
        }
        return sum;
    }

    private void writeNode(ExtNode node, int inode, int parent) {
        if (node instanceof ExtNode.Directory directory) {
            writeDirectory(directory, inode, parent);
        } else if (node instanceof ExtNode.Link link) {
            writeLink(link, inode);
        } else if (node instanceof ExtNode.File file) {
            writeInode(inode, file, 1, file.content().size(), writeContent(file.content()));
        }
    }

    private void writeDirectory(ExtNode.Directory directory, int inode, int parent) {
        directories[(inode - 1) / layout.inodesPerGroup()]++;
        List<Entry> entries = new ArrayList<>();
        entries.add(new Entry(".", inode, directory.entryType()));
        entries.add(new Entry("..", parent, directory.entryType()));
        int links = 2;
        for (Map.Entry<String, ExtNode> child : directory.children().entrySet()) {
            int number = inodes.nextClearBit(FIRST_INODE);
            inodes.set(number);
            writeNode(child.getValue(), number, inode);
            entries.add(new Entry(child.getKey(), number, child.getValue().entryType()));
            links += child.getValue() instanceof ExtNode.Directory ? 1 : 0;
        }
        Content content = Content.of(entryBlocks(entries));
        writeInode(inode, directory, links, content.size(), writeContent(content));
    }

    private record Entry(String name, int inode, int type) {

        byte[] nameBytes() {
            return name.getBytes(StandardCharsets.UTF_8);
        }

        int length() {
            return 8 + (nameBytes().length + 3) / 4 * 4;
        }
    }

    /** Entries do not cross blocks; the last of each block reaches to its end. */
    private byte[] entryBlocks(List<Entry> entries) {
        ByteArrayOutputStream blocks = new ByteArrayOutputStream();
        int from = 0;
        while (from < entries.size()) {
            ByteBuffer block = ByteBuffer.allocate(blockSize).order(ByteOrder.LITTLE_ENDIAN);
            int to = from;
            int length = 0;
            while (to < entries.size() && length + entries.get(to).length() <= blockSize) {
                length += entries.get(to++).length();
            }
            for (int i = from; i < to; i++) {
                Entry entry = entries.get(i);
                int at = block.position();
                boolean last = i == to - 1;
                block.putInt(entry.inode)
                        .putShort((short) (last ? blockSize - at : entry.length()))
                        .put((byte) entry.nameBytes().length)
                        .put((byte) entry.type)
                        .put(entry.nameBytes())
                        .position(last ? blockSize : at + entry.length());
            }
            blocks.writeBytes(block.array());
            from = to;
        }
        return blocks.toByteArray();
    }

    private void writeLink(ExtNode.Link link, int inode) {
        byte[] target = link.target().getBytes(StandardCharsets.UTF_8);
        if (target.length < FAST_LINK) {
            int[] pointers = new int[15];
            ByteBuffer.wrap(Arrays.copyOf(target, FAST_LINK))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asIntBuffer()
                    .get(pointers);
            writeInode(inode, link, 1, target.length, new Blocks(pointers, 0));
        } else {
            writeInode(inode, link, 1, target.length, writeContent(Content.of(target)));
        }
    }

    /** What an inode says about its blocks: 15 pointers, and how many blocks hang on them, pointer blocks included. */
    private record Blocks(int[] pointers, int count) {}

    private Blocks writeContent(Content content) {
        int before = allocatedSoFar;
        int perBlock = blockSize / POINTER;
        int total = Math.toIntExact((content.size() + blockSize - 1) / blockSize);
        if (total > DIRECT + perBlock + (long) perBlock * perBlock) {
            throw new IllegalArgumentException(
                    "a file of " + content.size() + " bytes needs a third level of pointers");
        }
        int[] pointers = new int[15];
        for (int i = 0; i < Math.min(DIRECT, total); i++) {
            pointers[i] = writeBlock(content, i);
        }
        if (total > DIRECT) {
            pointers[DIRECT] = writePointers(content, DIRECT, Math.min(total, DIRECT + perBlock), 1);
        }
        if (total > DIRECT + perBlock) {
            pointers[DIRECT + 1] = writePointers(content, DIRECT + perBlock, total, 2);
        }
        return new Blocks(pointers, allocatedSoFar - before);
    }

    private int allocate() {
        allocatedSoFar++;
        return allocator.allocate();
    }

    /** One block of content; 0, a hole, where it is zero. */
    private int writeBlock(Content content, int index) {
        long offset = (long) index * blockSize;
        if (content.isHole(offset, blockSize)) {
            return 0;
        }
        byte[] bytes = content.bytes(offset, blockSize);
        if (Arrays.equals(bytes, new byte[blockSize])) {
            return 0;
        }
        int block = allocate();
        out.write((long) block * blockSize, bytes);
        return block;
    }

    /** A block of pointers to the content's blocks {@code [from, to)}; 0 where all of them are holes. */
    private int writePointers(Content content, int from, int to, int level) {
        if (content.isHole((long) from * blockSize, (long) (to - from) * blockSize)) {
            return 0;
        }
        int perBlock = blockSize / POINTER;
        int step = level == 1 ? 1 : perBlock;
        int self = allocate();
        ByteBuffer pointers = ByteBuffer.allocate(blockSize).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = from; at < to; at += step) {
            int pointer = level == 1
                    ? writeBlock(content, at)
                    : writePointers(content, at, Math.min(to, at + step), level - 1);
            pointers.putInt(pointer);
        }
        out.write((long) self * blockSize, pointers.array());
        return self;
    }

    private void writeInode(int number, ExtNode node, int links, long size, Blocks blocks) {
        ByteBuffer inode = ByteBuffer.allocate(layout.inodeSize()).order(ByteOrder.LITTLE_ENDIAN);
        inode.putShort((short) node.mode())
                .putShort((short) 0) // owner
                .putInt((int) size)
                .putInt(volume.time)
                .putInt(volume.time)
                .putInt(volume.time)
                .putInt(0) // deleted
                .putShort((short) 0) // group
                .putShort((short) links)
                .putInt(blocks.count * (blockSize / 512))
                .putInt(0) // flags
                .putInt(0);
        for (int pointer : blocks.pointers) {
            inode.putInt(pointer);
        }
        int index = (number - 1) % layout.inodesPerGroup();
        int group = (number - 1) / layout.inodesPerGroup();
        long table = (long) layout.inodeTable(group) * blockSize;
        out.write(table + (long) index * layout.inodeSize(), inode.array());
    }

    private void writeGroups() {
        ByteBuffer descriptors =
                ByteBuffer.allocate(layout.descriptorBlocks() * blockSize).order(ByteOrder.LITTLE_ENDIAN);
        int freeBlocks = 0;
        int freeInodes = 0;
        for (int group = 0; group < layout.groups(); group++) {
            BitSet used = inodes.get(1 + group * layout.inodesPerGroup(), 1 + (group + 1) * layout.inodesPerGroup());
            int free = layout.inodesPerGroup() - used.cardinality();
            freeBlocks += allocator.freeIn(group);
            freeInodes += free;
            descriptors
                    .putInt(layout.blockBitmap(group))
                    .putInt(layout.inodeBitmap(group))
                    .putInt(layout.inodeTable(group))
                    .putShort((short) allocator.freeIn(group))
                    .putShort((short) free)
                    .putShort((short) directories[group])
                    .position((group + 1) * 32);
            used.set(layout.inodesPerGroup(), blockSize * 8);
            out.write((long) layout.inodeBitmap(group) * blockSize, used.toByteArray());
            out.write((long) layout.blockBitmap(group) * blockSize, allocator.bitmap(group));
        }
        writeCopies(descriptors, freeBlocks, freeInodes);
    }

    private void writeCopies(ByteBuffer descriptors, int freeBlocks, int freeInodes) {
        for (int group = layout.groups() - 1; group >= 0; group--) {
            if (layout.hasSuperblock(group)) {
                ByteBuffer superblock = Superblock.of(volume, layout, group, freeBlocks, freeInodes);
                long block = (long) layout.firstBlock(group) * blockSize;
                if (group == 0) {
                    volume.alterations.apply(Part.SUPERBLOCK, superblock, bytes -> {});
                    volume.alterations.apply(Part.GROUP_DESCRIPTORS, descriptors, bytes -> {});
                }
                out.write(group == 0 ? Superblock.OFFSET : block, superblock.rewind());
                out.write(block + blockSize, descriptors.rewind());
            }
        }
    }
}
