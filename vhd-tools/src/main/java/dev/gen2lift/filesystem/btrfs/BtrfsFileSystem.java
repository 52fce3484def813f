package dev.gen2lift.filesystem.btrfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.filesystem.FileSystem;
import dev.gen2lift.filesystem.FileSystemType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * btrfs on one device. Its root is that of the default subvolume; subvolumes and snapshots are folders where they are
 * named. Trees and the content of files are checked by their
 * checksums.
 */
public final class BtrfsFileSystem implements FileSystem {

    /** What one folder costs. */
    private static final int MAX_ENTRIES = 1 << 18;

    /** Linux, include/uapi/linux/limits.h, PATH_MAX. */
    private static final int MAX_LINK = 4096;

    /** The number of the folder that stands for a subvolume that is not there; no file has it. */
    private static final long EMPTY = 2;

    private final ByteSource volume;
    private final Superblock superblock;
    private final Warnings warnings;
    private final Subvolumes subvolumes;
    private final ExtentReader extents;
    private final FileEntry root;

    private @Nullable FileEntry lastFile;
    private @Nullable FileData lastData;

    private BtrfsFileSystem(ByteSource volume, Superblock superblock, Warnings warnings) throws IOException {
        this.volume = volume;
        this.superblock = superblock;
        this.warnings = warnings;
        ChunkMap chunks = new ChunkMap(volume, superblock);
        NodeReader nodes = new NodeReader(volume, superblock, chunks, warnings);
        chunks.addAll(new Tree(nodes, superblock.chunkTree()));
        this.subvolumes = new Subvolumes(volume.name(), new Tree(nodes, superblock.rootTree()));
        DataChecksums checksums = new DataChecksums(subvolumes.checksums(), superblock, warnings);
        this.extents = new ExtentReader(
                volume.name(),
                new DataReader(volume, chunks, checksums, superblock, warnings),
                superblock.sectorSize());
        this.root = new FileEntry(
                "",
                FileEntry.Kind.DIRECTORY,
                0,
                subvolumes.defaultRoot(warnings).packed());
    }

    /** @throws BadImageException where superblock, chunks or roots are damaged, or use what is not understood */
    public static BtrfsFileSystem open(ByteSource volume) throws IOException {
        Warnings warnings = new Warnings();
        Superblock superblock = Superblocks.find(volume, warnings);
        if (superblock.log() != 0) {
            warnings.add(new ImageWarning(
                    "btrfs log tree",
                    0,
                    "the log is not empty and is not replayed: what was written in the last seconds may be missing"));
        }
        if (!superblock.checksum().isChecked()) {
            warnings.add(new ImageWarning(Superblock.STRUCTURE, 0, "checksums are BLAKE2b and are not verified"));
        }
        return new BtrfsFileSystem(volume, superblock, warnings);
    }

    @Override
    public FileSystemType type() {
        return FileSystemType.BTRFS;
    }

    @Override
    public Optional<String> label() {
        return Optional.of(superblock.label()).filter(label -> !label.isBlank());
    }

    @Override
    public Optional<String> identifier() {
        return Optional.of(superblock.fsid().toString());
    }

    @Override
    public OptionalLong usedBytes() {
        return OptionalLong.of(superblock.usedBytes());
    }

    @Override
    public List<ImageWarning> warnings() {
        return warnings.all();
    }

    @Override
    public FileEntry root() {
        return root;
    }

    /** The volume's own root, which holds all subvolumes. */
    @Override
    public FileEntry topLevel() {
        return new FileEntry(
                "", FileEntry.Kind.DIRECTORY, 0, new Locator(Subvolumes.TOP, Subvolumes.FIRST_FREE).packed());
    }

    @Override
    public List<FileEntry> list(FileEntry directory) throws IOException {
        Locator folder = folder(directory);
        List<FileEntry> entries = new ArrayList<>();
        if (folder.inode() == EMPTY) {
            return entries;
        }
        Tree tree = subvolumes.tree(folder.tree());
        TreeCursor cursor = tree.cursor();
        cursor.seek(new Key(folder.inode(), Key.DIR_INDEX, 0));
        while (cursor.isAt(folder.inode(), Key.DIR_INDEX)) {
            Item item = cursor.item();
            for (DirectoryItem named : DirectoryItem.readAll(item.data())) {
                if (entries.size() == MAX_ENTRIES) {
                    throw item.data().limit(0, "folder of more than " + MAX_ENTRIES + " entries");
                }
                entries.add(entry(folder, tree, named));
            }
            cursor.next();
        }
        return entries;
    }

    @Override
    public Optional<FileEntry> lookup(FileEntry directory, String name) throws IOException {
        Locator folder = folder(directory);
        if (folder.inode() == EMPTY) {
            return Optional.empty();
        }
        Tree tree = subvolumes.tree(folder.tree());
        Optional<DirectoryItem> named = DirectoryItem.find(tree, folder.inode(), name.getBytes(StandardCharsets.UTF_8));
        return named.isEmpty() ? Optional.empty() : Optional.of(entry(folder, tree, named.get()));
    }

    private static Locator folder(FileEntry directory) {
        if (!directory.isDirectory()) {
            throw new IllegalArgumentException("not a directory: " + directory);
        }
        return Locator.of(directory.locator());
    }

    private FileEntry entry(Locator folder, Tree tree, DirectoryItem named) throws IOException {
        Key target = named.target();
        Locator locator;
        if (target.type() == Key.ROOT_ITEM) {
            locator = subvolumes.isMounted(folder, named)
                    ? new Locator(target.objectId(), Subvolumes.FIRST_FREE)
                    : new Locator(folder.tree(), EMPTY);
        } else {
            locator = new Locator(folder.tree(), target.objectId());
        }
        FileEntry.Kind kind = locator.fits() ? kind(named) : FileEntry.Kind.OTHER;
        return new FileEntry(
                named.text(), kind, kind == FileEntry.Kind.FILE ? size(tree, locator) : 0, locator.packed());
    }

    private static FileEntry.Kind kind(DirectoryItem named) {
        return switch (named.type()) {
            case DirectoryItem.FILE -> FileEntry.Kind.FILE;
            case DirectoryItem.DIRECTORY -> FileEntry.Kind.DIRECTORY;
            case DirectoryItem.LINK -> FileEntry.Kind.LINK;
            default -> FileEntry.Kind.OTHER;
        };
    }

    /** The size of a file, 0 where its inode is damaged: who reads it is told. */
    private long size(Tree tree, Locator file) throws IOException {
        try {
            return data(tree, file).inode().size();
        } catch (BadImageException e) {
            return 0;
        }
    }

    private FileData data(Tree tree, Locator file) throws IOException {
        return FileData.open(volume.name(), tree, file.inode(), extents);
    }

    private FileData data(FileEntry entry) throws IOException {
        Locator locator = Locator.of(entry.locator());
        return data(subvolumes.tree(locator.tree()), locator);
    }

    @Override
    public boolean sameName(String one, String other) {
        return one.equals(other);
    }

    @Override
    public void read(FileEntry file, long offset, ByteBuffer into) throws IOException {
        if (!file.isFile()) {
            throw new IllegalArgumentException("not a file: " + file);
        }
        if (lastData == null || !file.equals(lastFile)) {
            lastData = data(file);
            lastFile = file;
        }
        lastData.read(offset, into);
    }

    @Override
    public String readLink(FileEntry link) throws IOException {
        if (!link.isLink()) {
            throw new IllegalArgumentException("not a link: " + link);
        }
        FileData data = data(link);
        long size = data.inode().size();
        if (size > MAX_LINK) {
            throw new BadImageException(
                    BadImageException.Kind.CORRUPT, volume.name(), "btrfs inode", 0, "link of " + size + " bytes");
        }
        ByteBuffer target = ByteBuffer.allocate((int) size);
        data.read(0, target);
        return new String(target.array(), StandardCharsets.UTF_8);
    }
}
