package dev.gen2lift.filesystem.ntfs;

import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.volume.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Changes what the tools cannot be asked for, in a volume whose master file table is in one piece. */
final class NtfsEditor {

    private final Path image;
    private final MemoryDisk volume;
    private final NtfsBootSector boot;

    NtfsEditor(Path image) throws IOException {
        this.image = image;
        this.volume = MemoryDisk.of(Files.readAllBytes(image));
        this.boot = NtfsBootSector.read(volume);
    }

    MemoryDisk volume() {
        return volume;
    }

    ByteBuffer bytes() {
        return volume.bytes();
    }

    void save() throws IOException {
        Files.write(image, volume.bytes().array());
    }

    /** Where a file's record begins. */
    int record(long number) {
        return Math.toIntExact(boot.mftCluster() * boot.clusterSize() + number * boot.recordSize());
    }

    int record(String path) throws IOException {
        FileEntry file = NtfsFileSystem.open(volume).find(path).orElseThrow();
        return record(FileRecord.number(file.locator()));
    }

    /** Where an attribute begins in a record. */
    int attribute(int record, int type) {
        int at = record + bytes().getShort(record + 20);
        while (bytes().getInt(at) != type) {
            at += bytes().getInt(at + 4);
        }
        return at;
    }

    /** Marks every second free cluster as used, so that whatever is written next falls into pieces. */
    void scatterFreeSpace() throws IOException {
        MasterFileTable table = new MasterFileTable(volume, boot);
        Attribute bitmap =
                table.read(MasterFileTable.BITMAP).find(Attribute.DATA, "").orElseThrow();
        long at = new Storage(volume, boot).runs(bitmap).lcn(0, 0) * boot.clusterSize();
        for (int i = 0; i < boot.clusters() / 8; i++) {
            int index = Math.toIntExact(at + i);
            bytes().put(index, (byte) (bytes().get(index) | 0x55));
        }
    }

    /** Makes an empty file one that is to be compressed when it is written. */
    void compress(String path) throws IOException {
        int record = record(path);
        int information = attribute(record, Attribute.STANDARD_INFORMATION) + 24 + 32;
        bytes().putInt(information, bytes().getInt(information) | 0x800);
        int flags = attribute(record, Attribute.DATA) + 12;
        bytes().putShort(flags, (short) (bytes().getShort(flags) | 1));
    }
}
