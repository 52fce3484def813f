package dev.gen2lift.testimages.fat;

import dev.gen2lift.testimages.PseudoRandom;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.fat.FatBuilder.Part;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Lays a file system out and writes it: boot sector, two tables, root directory, clusters. */
final class FatWriter {

    private static final int TABLES = 2;
    private static final int FIRST_CLUSTER = 2;
    private static final int BACKUP_BOOT_SECTOR = 6;

    private final FatBuilder volume;
    private final FatType type;
    private final SparseContent out;
    private final int clusterSize;
    private final long tableSectors;
    private final long dataSector;
    private final int clusters;
    private final ByteBuffer table;
    private final List<Integer> free = new ArrayList<>();
    private int used;

    FatWriter(FatBuilder volume) {
        this.volume = volume;
        this.type = volume.type;
        this.out = new SparseContent(volume.size);
        this.clusterSize = volume.sectorSize * volume.sectorsPerCluster;
        this.tableSectors = tableSectors(volume);
        this.dataSector = dataSector(volume, tableSectors);
        this.clusters = clusters(volume, tableSectors);
        if (clusters < type.fewestClusters || clusters > type.mostClusters) {
            throw new IllegalArgumentException(clusters + " clusters do not make a " + type);
        }
        this.table =
                ByteBuffer.allocate((int) (tableSectors * volume.sectorSize)).order(ByteOrder.LITTLE_ENDIAN);
    }

    SparseContent write() {
        planClusters();
        link(0, (type.endOfChain() & ~0xFF) | 0xF8);
        // The highest bit of the second entry says "cleanly unmounted"; FAT12 has none.
        link(1, volume.clean || type == FatType.FAT12 ? type.endOfChain() : type.endOfChain() >>> 1);
        int rootCluster = 0;
        int labelled = volume.label.isEmpty() ? 0 : 1;
        int rootLength = (volume.root.entries() + labelled) * DirectoryEntries.LENGTH;
        if (type == FatType.FAT32) {
            List<Integer> chain = allocate(Math.max(1, rootLength));
            rootCluster = chain.get(0);
            writeChain(chain, rootEntries(chain.size() * clusterSize));
        } else if (rootLength > type.rootEntries * DirectoryEntries.LENGTH) {
            throw new IllegalArgumentException("too many files for the root directory");
        } else {
            byte[] entries = rootEntries(type.rootEntries * DirectoryEntries.LENGTH);
            out.write((dataSector * volume.sectorSize) - entries.length, entries);
        }
        writeTables();
        writeBootSectors(rootCluster);
        return out;
    }

    private byte[] rootEntries(int length) {
        DirectoryEntries entries = new DirectoryEntries(length);
        if (!volume.label.isEmpty()) {
            entries.label(eleven(volume.label));
        }
        addChildren(entries, volume.root, 0);
        return entries.bytes();
    }

    private void addChildren(DirectoryEntries entries, FatNode.Directory directory, int cluster) {
        for (Map.Entry<String, FatNode> child : directory.children().entrySet()) {
            if (child.getValue() instanceof FatNode.File file) {
                List<Integer> chain = allocate(file.content().length);
                writeChain(chain, file.content());
                entries.file(child.getKey(), chain.isEmpty() ? 0 : chain.get(0), file.content().length);
            } else if (child.getValue() instanceof FatNode.Directory below) {
                List<Integer> chain = allocate((below.entries() + 2) * DirectoryEntries.LENGTH);
                DirectoryEntries inside = new DirectoryEntries(chain.size() * clusterSize);
                inside.selfAndParent(chain.get(0), cluster);
                addChildren(inside, below, chain.get(0));
                writeChain(chain, inside.bytes());
                entries.directory(child.getKey(), chain.get(0));
            }
        }
    }

    /** The clusters in the order in which they are given out. */
    private void planClusters() {
        int needed = clustersOf(volume.root) + 1;
        if (needed > clusters) {
            throw new IllegalArgumentException("the files need " + needed + " of " + clusters + " clusters");
        }
        for (int i = 0; i < needed; i++) {
            free.add(FIRST_CLUSTER + i);
        }
        if (volume.scatter.isPresent()) {
            new PseudoRandom(volume.scatter.getAsLong()).shuffle(free);
        }
    }

    private int clustersOf(FatNode.Directory directory) {
        int sum = count((directory.entries() + 2) * DirectoryEntries.LENGTH);
        for (FatNode node : directory.children().values()) {
            sum += node instanceof FatNode.File file
                    ? count(file.content().length)
                    : clustersOf((FatNode.Directory) node);
        }
        return sum;
    }

    private int count(int bytes) {
        return (bytes + clusterSize - 1) / clusterSize;
    }

    private List<Integer> allocate(int bytes) {
        List<Integer> chain = free.subList(used, used + count(bytes));
        used += chain.size();
        for (int i = 0; i < chain.size(); i++) {
            link(chain.get(i), i + 1 < chain.size() ? chain.get(i + 1) : type.endOfChain());
        }
        return chain;
    }

    private void writeChain(List<Integer> chain, byte[] content) {
        for (int i = 0; i < chain.size(); i++) {
            long offset = dataSector * volume.sectorSize + (chain.get(i) - FIRST_CLUSTER) * (long) clusterSize;
            out.write(offset, content, i * clusterSize, Math.min(clusterSize, content.length - i * clusterSize));
        }
    }

    private void link(int cluster, int next) {
        switch (type) {
            case FAT12 -> {
                // Two entries share three bytes.
                int at = cluster + cluster / 2;
                int old = Short.toUnsignedInt(table.getShort(at));
                int mixed = cluster % 2 == 0 ? (old & 0xF000) | (next & 0x0FFF) : (old & 0x000F) | (next << 4);
                table.putShort(at, (short) mixed);
            }
            case FAT16 -> table.putShort(cluster * 2, (short) next);
            case FAT32 -> table.putInt(cluster * 4, next);
        }
    }

    private void writeTables() {
        long at = (long) type.reservedSectors * volume.sectorSize;
        byte[] second = table.array().clone();
        out.write(at + tableSectors * volume.sectorSize, second);
        out.write(at, volume.alterations.apply(Part.FIRST_TABLE, table, bytes -> {}));
    }

    private void writeBootSectors(int rootCluster) {
        ByteBuffer boot = sector();
        boot.put(new byte[] {(byte) 0xEB, (byte) (type == FatType.FAT32 ? 0x58 : 0x3C), (byte) 0x90});
        boot.put("GEN2LIFT".getBytes(StandardCharsets.US_ASCII));
        long total = volume.size / volume.sectorSize;
        boolean small = total < 0x10000 && type != FatType.FAT32;
        boot.putShort((short) volume.sectorSize)
                .put((byte) volume.sectorsPerCluster)
                .putShort((short) type.reservedSectors)
                .put((byte) TABLES)
                .putShort((short) type.rootEntries)
                .putShort((short) (small ? total : 0))
                .put((byte) 0xF8)
                .putShort((short) (type == FatType.FAT32 ? 0 : tableSectors))
                .putShort((short) 63)
                .putShort((short) 255)
                .putInt((int) volume.hiddenSectors)
                .putInt((int) (small ? 0 : total));
        if (type == FatType.FAT32) {
            boot.putInt((int) tableSectors)
                    .putShort((short) 0)
                    .putShort((short) 0)
                    .putInt(rootCluster)
                    .putShort((short) 1)
                    .putShort((short) BACKUP_BOOT_SECTOR)
                    .position(64);
        }
        boot.put((byte) 0x80)
                .put((byte) 0)
                .put((byte) 0x29)
                .putInt(volume.serial)
                .put(eleven(volume.label.isEmpty() ? "NO NAME" : volume.label))
                .put((type.name() + "   ").getBytes(StandardCharsets.US_ASCII));
        mark(boot);
        if (type == FatType.FAT32) {
            out.write((long) BACKUP_BOOT_SECTOR * volume.sectorSize, boot.array());
            byte[] info = fileSystemInformation();
            out.write(volume.sectorSize, info);
            out.write((BACKUP_BOOT_SECTOR + 1L) * volume.sectorSize, info);
        }
        out.write(0, volume.alterations.apply(Part.BOOT_SECTOR, boot, bytes -> {}));
    }

    private byte[] fileSystemInformation() {
        ByteBuffer info = sector().putInt(0x41615252);
        info.position(484).putInt(0x61417272).putInt(clusters - used).putInt(FIRST_CLUSTER + used);
        mark(info);
        return info.array();
    }

    private ByteBuffer sector() {
        return ByteBuffer.allocate(volume.sectorSize).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void mark(ByteBuffer sector) {
        sector.putShort(510, (short) 0xAA55);
    }

    private static byte[] eleven(String text) {
        byte[] out = new byte[11];
        Arrays.fill(out, (byte) ' ');
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, out, 0, Math.min(11, bytes.length));
        return out;
    }

    /** The fewest sectors that hold an entry for each cluster that is left beside the tables. */
    private static long tableSectors(FatBuilder volume) {
        long sectors = 1;
        while (sectors * volume.sectorSize * 8 / volume.type.bits < clusters(volume, sectors) + FIRST_CLUSTER) {
            sectors++;
        }
        return sectors;
    }

    private static int clusters(FatBuilder volume, long tableSectors) {
        long sectors = volume.size / volume.sectorSize - dataSector(volume, tableSectors);
        return (int) (sectors / volume.sectorsPerCluster);
    }

    private static long dataSector(FatBuilder volume, long tableSectors) {
        int root = volume.type.rootEntries * DirectoryEntries.LENGTH / volume.sectorSize;
        return volume.type.reservedSectors + TABLES * tableSectors + root;
    }
}
