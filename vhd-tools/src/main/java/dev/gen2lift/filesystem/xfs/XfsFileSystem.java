package dev.gen2lift.filesystem.xfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.filesystem.FileSystem;
import dev.gen2lift.filesystem.FileSystemType;
import dev.gen2lift.filesystem.InodeEntries;
import dev.gen2lift.filesystem.PagedSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** XFS, versions 4 and 5 (XFS Algorithms and Data Structures). What waits in its log is not replayed. */
public final class XfsFileSystem implements FileSystem {

    private static final int MAX_LINK = 1024;
    private static final int LINK_HEADER = 56;
    private static final int LINK_CHECKSUM_AT = 12;
    private static final byte[] LINK_MAGIC = {'X', 'S', 'L', 'M'};

    private final XfsVolume volume;
    private final Optional<ImageWarning> damage;
    private final FileEntry root;
    private @Nullable FileEntry lastFile;
    private @Nullable XfsFile lastContent;

    private XfsFileSystem(XfsVolume volume, Optional<ImageWarning> damage) {
        this.volume = volume;
        this.damage = damage;
        this.root = new FileEntry(
                "", FileEntry.Kind.DIRECTORY, 0, volume.superblock().rootInode());
    }

    /**
     * Opens a volume by its superblock, or by a copy where that is damaged.
     *
     * @throws BadImageException where neither can be used; UNSUPPORTED where a feature is not understood
     */
    public static XfsFileSystem open(ByteSource volume) throws IOException {
        XfsSuperblocks.Choice choice = XfsSuperblocks.choose(volume);
        return new XfsFileSystem(new XfsVolume(volume, new PagedSource(volume), choice.superblock()), choice.warning());
    }

    /** The label of a volume whose superblock is lost, by a copy of it; empty where there is none. */
    public static Optional<String> labelOfCopy(ByteSource volume) throws IOException {
        return XfsSuperblocks.copy(volume).map(XfsSuperblock::label);
    }

    @Override
    public FileSystemType type() {
        return FileSystemType.XFS;
    }

    @Override
    public Optional<String> label() {
        return Optional.of(volume.superblock().label()).filter(text -> !text.isBlank());
    }

    @Override
    public Optional<String> identifier() {
        return Optional.of(volume.superblock().uuid().toString());
    }

    @Override
    public OptionalLong usedBytes() throws IOException {
        XfsSuperblock block = volume.superblock();
        boolean counted = damage.isEmpty()
                && (!block.features().lazyCounters() || pendingLog().isEmpty());
        OptionalLong free = counted ? OptionalLong.of(block.freeBlocks()) : XfsSpace.freeBlocks(volume);
        return free.isEmpty() ? free : OptionalLong.of((block.blocks() - free.getAsLong()) * block.blockSize());
    }

    @Override
    public List<ImageWarning> warnings() throws IOException {
        return Stream.concat(damage.stream(), pendingLog().stream()).toList();
    }

    /** What to say of the log: a damaged one keeps nobody from the files. */
    private Optional<ImageWarning> pendingLog() throws IOException {
        try {
            return XfsLog.pending(volume);
        } catch (BadImageException e) {
            return Optional.of(
                    new ImageWarning(e.structure(), e.offset(), e.reason() + ": the newest changes may be missing"));
        }
    }

    @Override
    public FileEntry root() {
        return root;
    }

    @Override
    public boolean sameName(String one, String other) {
        return volume.superblock().features().sameName(one, other);
    }

    @Override
    public List<FileEntry> list(FileEntry directory) throws IOException {
        InodeEntries entries = new InodeEntries();
        directory(directory).visit((inode, name) -> {
            if (entries.size() == XfsDirectory.MAX_ENTRIES) {
                throw volume.failure(
                        BadImageException.Kind.LIMIT,
                        XfsDirectory.STRUCTURE,
                        0,
                        "inode " + directory.locator() + " has more than " + XfsDirectory.MAX_ENTRIES + " entries");
            }
            entries.add(name, inode);
            return true;
        });
        return entries.read(this::entry);
    }

    @Override
    public Optional<FileEntry> lookup(FileEntry directory, String name) throws IOException {
        Optional<XfsDirectory.Match> match = directory(directory).find(name);
        return match.isEmpty()
                ? Optional.empty()
                : Optional.of(entry(match.get().name(), match.get().inode()));
    }

    @Override
    public void read(FileEntry file, long offset, ByteBuffer into) throws IOException {
        if (!file.isFile()) {
            throw new IllegalArgumentException("not a file: " + file);
        }
        if (lastContent == null || !file.equals(lastFile)) {
            lastContent = XfsFile.of(volume.inode(file.locator()), volume);
            lastFile = file;
        }
        lastContent.read(offset, into);
    }

    @Override
    public String readLink(FileEntry link) throws IOException {
        if (!link.isLink()) {
            throw new IllegalArgumentException("not a link: " + link);
        }
        XfsInode inode = volume.inode(link.locator());
        if (inode.size() > MAX_LINK) {
            throw inode.fork().limit(0, "link " + inode.number() + " leads to " + inode.size() + " bytes");
        }
        int size = (int) inode.size();
        if (inode.format() == XfsInode.LOCAL) {
            return new String(inode.fork().at(0).bytes(size), StandardCharsets.UTF_8);
        }
        // In version 5 each block begins with a header, which takes the place of content; mkfs.xfs leaves it out.
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        ExtentMap map = new ExtentMap(inode, volume);
        for (long index = 0; target.size() < size; index++) {
            ExtentRun run = map.run(index);
            if (run.isHole()) {
                throw inode.fork().corrupt(0, "link " + inode.number() + " has a hole");
            }
            BinaryCursor block = volume.block("XFS link", run.first());
            int header = 0;
            if (volume.superblock().features().hasChecksums() && block.has(0, LINK_MAGIC)) {
                XfsChecksum.check(block, LINK_CHECKSUM_AT);
                header = LINK_HEADER;
            }
            target.writeBytes(block.at(header).bytes(Math.min(size - target.size(), block.length() - header)));
        }
        return target.toString(StandardCharsets.UTF_8);
    }

    private XfsDirectory directory(FileEntry directory) throws IOException {
        if (!directory.isDirectory()) {
            throw new IllegalArgumentException("not a directory: " + directory);
        }
        XfsInode inode = volume.inode(directory.locator());
        if (inode.kind() != FileEntry.Kind.DIRECTORY) {
            throw inode.fork().corrupt(0, "inode " + inode.number() + " is no directory");
        }
        return new XfsDirectory(inode, volume);
    }

    /** What cannot be read is listed all the same. */
    private FileEntry entry(String name, long number) throws IOException {
        try {
            XfsInode inode = volume.inode(number);
            return new FileEntry(name, inode.kind(), inode.kind() == FileEntry.Kind.FILE ? inode.size() : 0, number);
        } catch (BadImageException e) {
            return new FileEntry(name, FileEntry.Kind.OTHER, 0, number);
        }
    }
}
