package dev.gen2lift.filesystem.fat;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.filesystem.FileSystem;
import dev.gen2lift.filesystem.FileSystemType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** FAT12, FAT16 and FAT32 with long names (FAT specification 1.03): what EFI system partitions are made of. */
public final class FatFileSystem implements FileSystem {

    private static final FileEntry ROOT = new FileEntry("", FileEntry.Kind.DIRECTORY, 0, -1);
    private static final String NO_LABEL = "NO NAME";

    private final ByteSource volume;
    private final FatBootSector boot;
    private final FatTable table;
    private @Nullable FileEntry lastFile;
    private @Nullable ClusterChain lastChain;

    private FatFileSystem(ByteSource volume, FatBootSector boot) {
        this.volume = volume;
        this.boot = boot;
        this.table = new FatTable(volume, boot);
    }

    /** @throws BadImageException where the boot sector contradicts itself or the format */
    public static FatFileSystem open(ByteSource volume) throws IOException {
        return new FatFileSystem(volume, FatBootSector.read(volume));
    }

    /** Whether a boot sector is FAT's; NTFS, exFAT and BitLocker, which look alike, have to be ruled out before. */
    public static boolean recognises(ByteSource volume) throws IOException {
        return volume.size() >= FatBootSector.SIZE
                && FatBootSector.isLikely(BinaryCursor.read(
                        volume, FatBootSector.STRUCTURE, 0, FatBootSector.SIZE, ByteOrder.LITTLE_ENDIAN));
    }

    @Override
    public FileSystemType type() {
        return boot.type();
    }

    /** The root directory's label, else the boot sector's. */
    @Override
    public Optional<String> label() throws IOException {
        Optional<String> label;
        try {
            label = directory(ROOT).label().or(() -> Optional.of(boot.label()));
        } catch (BadImageException e) {
            // A root directory that cannot be read is told by whoever lists it.
            label = Optional.of(boot.label());
        }
        return label.filter(text -> !text.isBlank() && !text.equals(NO_LABEL));
    }

    @Override
    public Optional<String> identifier() {
        return boot.serial() == 0
                ? Optional.empty()
                : Optional.of(String.format("%04X-%04X", boot.serial() >>> 16, boot.serial() & 0xFFFF));
    }

    @Override
    public OptionalLong usedBytes() throws IOException {
        return OptionalLong.of(boot.dataOffset() + (long) table.used() * boot.clusterSize());
    }

    @Override
    public FileEntry root() {
        return ROOT;
    }

    @Override
    public List<FileEntry> list(FileEntry directory) throws IOException {
        if (!directory.isDirectory()) {
            throw new IllegalArgumentException("not a directory: " + directory);
        }
        return directory(directory).entries();
    }

    @Override
    public boolean sameName(String one, String other) {
        return one.equalsIgnoreCase(other);
    }

    @Override
    public void read(FileEntry file, long offset, ByteBuffer into) throws IOException {
        if (!file.isFile()) {
            throw new IllegalArgumentException("not a file: " + file);
        }
        BadImageException.requireWithin(volume.name(), "FAT file", file.size(), offset, into.remaining());
        if (into.hasRemaining()) {
            ClusterChain chain = chain(file);
            table.require(chain, (int) ((offset + into.remaining() - 1) / boot.clusterSize()) + 1);
            read(chain, offset, into);
        }
    }

    private FatDirectory directory(FileEntry directory) throws IOException {
        if (directory.equals(ROOT) && boot.type() != FileSystemType.FAT32) {
            return FatDirectory.read(
                    BinaryCursor.read(
                            volume,
                            FatDirectory.STRUCTURE,
                            boot.rootOffset(),
                            boot.rootSize(),
                            ByteOrder.LITTLE_ENDIAN),
                    boot.type());
        }
        long first = directory.equals(ROOT) ? boot.rootCluster() : directory.locator();
        int most = Math.max(1, FatDirectory.MAX_SIZE / boot.clusterSize());
        ClusterChain chain = table.begin(first);
        table.follow(chain, most + 1);
        if (chain.length() > most) {
            throw new BadImageException(
                    BadImageException.Kind.LIMIT,
                    volume.name(),
                    FatDirectory.STRUCTURE,
                    boot.offsetOf(chain.cluster(0)),
                    "more than " + FatDirectory.MAX_SIZE + " bytes");
        }
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(chain.length(), boot.clusterSize()));
        read(chain, 0, bytes);
        return FatDirectory.read(
                BinaryCursor.of(
                        volume.name(),
                        FatDirectory.STRUCTURE,
                        boot.offsetOf(chain.cluster(0)),
                        bytes.array(),
                        ByteOrder.LITTLE_ENDIAN),
                boot.type());
    }

    /** The clusters of a file; the last file's are kept, as a file is mostly read in several pieces. */
    private ClusterChain chain(FileEntry file) throws IOException {
        if (lastChain == null || !file.equals(lastFile)) {
            lastChain = table.begin(file.locator());
            lastFile = file;
        }
        return lastChain;
    }

    private void read(ClusterChain chain, long offset, ByteBuffer into) throws IOException {
        long at = offset;
        while (into.hasRemaining()) {
            int index = (int) (at / boot.clusterSize());
            long within = at % boot.clusterSize();
            long run = (long) chain.contiguous(index) * boot.clusterSize() - within;
            int length = (int) Math.min(run, into.remaining());
            ByteBuffer part = into.duplicate().limit(into.position() + length);
            volume.read(boot.offsetOf(chain.cluster(index)) + within, part);
            into.position(into.position() + length);
            at += length;
        }
    }
}
