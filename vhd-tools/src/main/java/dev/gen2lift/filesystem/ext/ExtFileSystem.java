package dev.gen2lift.filesystem.ext;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.filesystem.FileSystem;
import dev.gen2lift.filesystem.FileSystemType;
import dev.gen2lift.filesystem.InodeEntries;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** ext2, ext3 and ext4 (Linux, Documentation/filesystems/ext4). */
public final class ExtFileSystem implements FileSystem {

    private static final long ROOT_INODE = 2;
    private static final FileEntry ROOT = new FileEntry("", FileEntry.Kind.DIRECTORY, 0, ROOT_INODE);

    /** Linux allows a block; PATH_MAX is what any of its callers could use. */
    private static final int MAX_LINK = 4096;

    private final ExtVolume volume;
    private final ExtSuperblock superblock;
    private @Nullable FileEntry lastFile;
    private @Nullable FileBytes lastBytes;

    private ExtFileSystem(ExtVolume volume, ExtSuperblock superblock) {
        this.volume = volume;
        this.superblock = superblock;
    }

    /**
     * Opens a volume by its superblock, or by a copy where that is damaged, as it will be when its journal is replayed.
     *
     * @throws BadImageException where neither can be used; UNSUPPORTED where the file system has a feature that is not
     *     understood
     */
    public static ExtFileSystem open(ByteSource volume) throws IOException {
        ExtFindings findings = new ExtFindings();
        ExtGeometry geometry = ExtSuperblocks.choose(volume, findings);
        ExtVolume blocks = Recovery.of(new ExtVolume(volume, geometry, findings));
        return new ExtFileSystem(blocks, ExtSuperblock.readAt(volume, geometry.offset()));
    }

    @Override
    public FileSystemType type() {
        return superblock.type();
    }

    @Override
    public Optional<String> label() {
        return Optional.of(superblock.label()).filter(text -> !text.isBlank());
    }

    @Override
    public Optional<String> identifier() {
        ExtGeometry geometry = volume.geometry();
        boolean none =
                geometry.uuid().getMostSignificantBits() == 0 && geometry.uuid().getLeastSignificantBits() == 0;
        return none ? Optional.empty() : Optional.of(geometry.uuid().toString());
    }

    @Override
    public OptionalLong usedBytes() throws IOException {
        return OptionalLong.of(volume.usedBlocks() * volume.blockSize());
    }

    @Override
    public List<ImageWarning> warnings() {
        return volume.findings().list();
    }

    @Override
    public FileEntry root() {
        return ROOT;
    }

    @Override
    public boolean sameName(String one, String other) {
        return one.equals(other);
    }

    @Override
    public List<FileEntry> list(FileEntry directory) throws IOException {
        InodeEntries entries = new InodeEntries();
        directory(directory).visit((inode, name) -> {
            if (entries.size() == ExtDirectory.MAX_ENTRIES) {
                throw volume.failure(
                        BadImageException.Kind.LIMIT,
                        ExtDirectory.STRUCTURE,
                        0,
                        "inode " + directory.locator() + " has more than " + ExtDirectory.MAX_ENTRIES + " entries");
            }
            entries.add(name, inode);
            return true;
        });
        return entries.read(this::entry);
    }

    @Override
    public Optional<FileEntry> lookup(FileEntry directory, String name) throws IOException {
        ExtInode inode = inode(directory);
        ExtDirectory found = ExtDirectory.of(inode, volume);
        byte[] stored = name.getBytes(StandardCharsets.UTF_8);
        // A replacement stands for bytes that are not known, and so has no hash.
        boolean hashed = inode.isIndexed()
                && !inode.isInline()
                && !inode.isCaseFolded()
                && volume.geometry().features().hasDirectoryIndexes()
                && name.indexOf('\uFFFD') < 0;
        if (hashed) {
            try {
                OptionalLong number = new DirectoryIndex(found, volume).find(name, stored);
                return number.isPresent() ? Optional.of(entry(name, number.getAsLong())) : Optional.empty();
            } catch (BadImageException e) {
                // The entries themselves may be whole.
                volume.findings().add(e);
            }
        }
        List<FileEntry> matches = new ArrayList<>();
        String wanted = inode.isCaseFolded() ? folded(name) : name;
        found.visit((number, entry) -> {
            if (wanted.equals(inode.isCaseFolded() ? folded(entry) : entry)) {
                matches.add(entry(entry, number));
            }
            return matches.isEmpty();
        });
        return matches.stream().findFirst();
    }

    @Override
    public void read(FileEntry file, long offset, ByteBuffer into) throws IOException {
        if (!file.isFile()) {
            throw new IllegalArgumentException("not a file: " + file);
        }
        if (lastBytes == null || !file.equals(lastFile)) {
            lastBytes = FileBytes.of(volume.inode(file.locator()), volume);
            lastFile = file;
        }
        lastBytes.read(offset, into);
    }

    @Override
    public String readLink(FileEntry link) throws IOException {
        if (!link.isLink()) {
            throw new IllegalArgumentException("not a link: " + link);
        }
        ExtInode inode = volume.inode(link.locator());
        if (inode.size() > MAX_LINK) {
            throw volume.failure(
                    BadImageException.Kind.LIMIT,
                    ExtInode.STRUCTURE,
                    inode.place().offsetOf(0),
                    "link " + inode.number() + " leads to " + inode.size() + " bytes");
        }
        inode.requireReadable();
        byte[] target = new byte[(int) inode.size()];
        if (inode.isFastLink()) {
            target = inode.place().at(0).bytes(target.length);
        } else {
            FileBytes.of(inode, volume).read(0, ByteBuffer.wrap(target));
        }
        return new String(target, StandardCharsets.UTF_8);
    }

    private ExtDirectory directory(FileEntry directory) throws IOException {
        return ExtDirectory.of(inode(directory), volume);
    }

    private ExtInode inode(FileEntry directory) throws IOException {
        if (!directory.isDirectory()) {
            throw new IllegalArgumentException("not a directory: " + directory);
        }
        ExtInode inode = volume.inode(directory.locator());
        if (inode.kind() != FileEntry.Kind.DIRECTORY) {
            throw volume.corrupt(
                    ExtInode.STRUCTURE, inode.place().offsetOf(0), "inode " + inode.number() + " is no directory");
        }
        return inode;
    }

    /** What cannot be read is listed all the same. */
    private FileEntry entry(String name, long number) throws IOException {
        try {
            ExtInode inode = volume.inode(number);
            return new FileEntry(name, inode.kind(), inode.kind() == FileEntry.Kind.FILE ? inode.size() : 0, number);
        } catch (BadImageException e) {
            volume.findings().add(e);
            return new FileEntry(name, FileEntry.Kind.OTHER, 0, number);
        }
    }

    /** As a directory with the casefold flag compares: canonically decomposed, without case. */
    private static String folded(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFD)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }
}
