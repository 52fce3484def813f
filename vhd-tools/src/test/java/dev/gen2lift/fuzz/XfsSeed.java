package dev.gen2lift.fuzz;

import dev.gen2lift.testimages.SparseContent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A volume of XFS version 4, far smaller than mkfs.xfs makes any, so that each change meets a structure: folders in
 * their inodes, in a block, and in blocks with an index; a file, a link, a free space header, and an empty log.
 */
final class XfsSeed {

    private static final int BLOCK = 512;
    private static final int BLOCKS = 128;
    private static final int INODE = 256;
    private static final int FORK = 100;

    private static final int FOLDER = 0x41ED;
    private static final int FILE = 0x81A4;
    private static final int LINK = 0xA1FF;

    private static final int LOCAL = 1;
    private static final int EXTENTS = 2;
    private static final int BTREE = 3;

    /** Where in a directory its index begins, in blocks. */
    private static final long INDEX = (1L << 35) / BLOCK;

    private final ByteBuffer volume = ByteBuffer.allocate(BLOCK * BLOCKS);

    private XfsSeed() {}

    static SparseContent volume() {
        XfsSeed seed = new XfsSeed();
        seed.headers();
        seed.tree();
        return new SparseContent((long) BLOCK * BLOCKS).write(0, seed.volume.array());
    }

    private void headers() {
        text(0, "XFSB");
        volume.putInt(4, BLOCK).putLong(8, BLOCKS).putLong(48, 64).putLong(56, 16);
        volume.putInt(84, BLOCKS).putInt(88, 1).putInt(96, 8);
        volume.putShort(100, (short) 0xA004).putShort(102, (short) BLOCK).putShort(104, (short) INODE);
        text(108, "root");
        volume.put(120, (byte) 9)
                .put(121, (byte) 9)
                .put(122, (byte) 8)
                .put(123, (byte) 1)
                .put(124, (byte) 7);
        // Lazy counters, so that the groups are asked.
        volume.putLong(144, 50).putInt(200, 0x2);
        text(BLOCK, "XAGF");
        volume.putInt(BLOCK + 52, 50);
    }

    private void tree() {
        shortFolder(inode(16, FOLDER, LOCAL, 0, 0), "etc", 17, "block", 18, "large", 19);
        shortFolder(inode(17, FOLDER, LOCAL, 0, 0), "os-release", 20, "link", 21);
        extents(inode(18, FOLDER, EXTENTS, BLOCK, 1), 0, 20);
        block(20, "XD2B");
        int tail = 21 * BLOCK - 8;
        volume.putInt(tail, 2);
        entry(20 * BLOCK + 16, 20, "first");
        // Unused up to the index, which nobody asks in so small a folder.
        volume.putShort(20 * BLOCK + 32, (short) 0xFFFF).putShort(20 * BLOCK + 34, (short) (BLOCK - 32 - 8 - 16));
        large();
        extents(inode(20, FILE, EXTENTS, 12, 1), 0, 22);
        text(22 * BLOCK, "ID=debian\n");
        int link = inode(21, LINK, LOCAL, 10, 0);
        text(link, "os-release");
    }

    /** Two blocks of entries, a leaf and a node, by a tree of extents. */
    private void large() {
        int fork = inode(19, FOLDER, BTREE, 2 * BLOCK, 4);
        volume.putShort(fork, (short) 1).putShort(fork + 2, (short) 1);
        volume.putLong(fork + 4 + (INODE - FORK - 4) / 16 * 8, 24);
        block(24, "BMAP");
        volume.putShort(24 * BLOCK + 6, (short) 4);
        extents(24 * BLOCK + 24, 0, 25, 1, 26, INDEX, 27, INDEX + 1, 28);
        for (int i = 0; i < 2; i++) {
            int begin = (25 + i) * BLOCK;
            block(25 + i, "XD2D");
            entry(begin + 16, 20, "name" + i);
            volume.putShort(begin + 32, (short) 0xFFFF).putShort(begin + 34, (short) (BLOCK - 32));
        }
        volume.putShort(27 * BLOCK + 8, (short) 0xFEBE).putShort(27 * BLOCK + 12, (short) 1);
        volume.putShort(27 * BLOCK + 14, (short) 1);
        volume.putInt(27 * BLOCK + 16, hash("name1")).putInt(27 * BLOCK + 20, (int) INDEX + 1);
        volume.putShort(28 * BLOCK + 8, (short) 0xD2FF).putShort(28 * BLOCK + 12, (short) 2);
        for (int i = 0; i < 2; i++) {
            volume.putInt(28 * BLOCK + 16 + i * 8, hash("name" + i));
            volume.putInt(28 * BLOCK + 20 + i * 8, (i * BLOCK + 16) / 8);
        }
    }

    private static int hash(String name) {
        return name.chars().reduce(0, (hash, letter) -> letter ^ Integer.rotateLeft(hash, 7));
    }

    private int inode(int number, int mode, int format, long size, int extents) {
        int at = number * INODE;
        text(at, "IN");
        volume.putShort(at + 2, (short) mode).put(at + 4, (byte) 2).put(at + 5, (byte) format);
        volume.putLong(at + 56, size).putInt(at + 76, extents);
        return at + FORK;
    }

    private void shortFolder(int fork, Object... namesAndInodes) {
        volume.put(fork, (byte) (namesAndInodes.length / 2)).putInt(fork + 2, 16);
        int at = fork + 6;
        for (int i = 0; i < namesAndInodes.length; i += 2) {
            String name = (String) namesAndInodes[i];
            volume.put(at, (byte) name.length());
            text(at + 3, name);
            volume.putInt(at + 3 + name.length(), (Integer) namesAndInodes[i + 1]);
            at += 7 + name.length();
        }
    }

    /** One block each: its number in the file, and in the volume. */
    private void extents(int at, long... offsetsAndBlocks) {
        for (int i = 0; i < offsetsAndBlocks.length; i += 2) {
            volume.putLong(at + i * 8, offsetsAndBlocks[i] << 9);
            volume.putLong(at + i * 8 + 8, offsetsAndBlocks[i + 1] << 21 | 1);
        }
    }

    private void block(int number, String magic) {
        text(number * BLOCK, magic);
    }

    private void entry(int at, long inode, String name) {
        volume.putLong(at, inode).put(at + 8, (byte) name.length());
        text(at + 9, name);
    }

    private void text(int at, String text) {
        volume.put(at, text.getBytes(StandardCharsets.US_ASCII));
    }
}
