package dev.gen2lift.filesystem.ntfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.filesystem.FileSystem;
import dev.gen2lift.filesystem.FileSystemType;
import dev.gen2lift.filesystem.PagedSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * NTFS 3.x. Records, indexes and lists go through a small cache of pages; the content of files is read as it lies, and
 * files that something other than NTFS keeps are refused one by one.
 */
public final class NtfsFileSystem implements FileSystem {

    private static final FileEntry ROOT = new FileEntry("", FileEntry.Kind.DIRECTORY, 0, MasterFileTable.ROOT);

    private final NtfsBootSector boot;
    private final MasterFileTable table;

    /** Through the cache, and past it. */
    private final Storage metadata;

    private final Storage content;
    private final UpCase upCase;
    private final Optional<VolumeInformation> information;
    private final List<ImageWarning> warnings = new ArrayList<>();

    private @Nullable FileEntry lastFile;
    private @Nullable FileData lastData;

    private NtfsFileSystem(ByteSource volume, NtfsBootSector boot) throws IOException {
        this.boot = boot;
        PagedSource pages = new PagedSource(volume);
        this.metadata = new Storage(pages, boot);
        this.content = new Storage(volume, boot);
        this.table = new MasterFileTable(pages, boot);
        this.information = information();
        this.upCase = new UpCase(upCaseTable());
    }

    /** @throws BadImageException where the boot sector or the master file table is damaged, or the version is another */
    public static NtfsFileSystem open(ByteSource volume) throws IOException {
        return new NtfsFileSystem(volume, NtfsBootSector.read(volume));
    }

    private Optional<VolumeInformation> information() throws IOException {
        VolumeInformation found;
        NtfsFile file;
        try {
            file = NtfsFile.open(table, metadata, MasterFileTable.VOLUME);
            found = VolumeInformation.read(file);
        } catch (BadImageException e) {
            warnings.add(new ImageWarning("NTFS file $Volume", e.offset(), e.reason()));
            return Optional.empty();
        }
        found.requireKnown(file);
        if (found.dirty()) {
            warnings.add(new ImageWarning(
                    "NTFS volume information", 0, "the volume is marked dirty: Windows will check it when it starts"));
        }
        return Optional.of(found);
    }

    private @Nullable FileData upCaseTable() throws IOException {
        try {
            return NtfsFile.open(table, metadata, MasterFileTable.UPCASE)
                    .data(Attribute.DATA, "")
                    .orElse(null);
        } catch (BadImageException e) {
            warnings.add(new ImageWarning("NTFS file $UpCase", e.offset(), e.reason()));
            return null;
        }
    }

    @Override
    public FileSystemType type() {
        return FileSystemType.NTFS;
    }

    @Override
    public Optional<String> label() {
        return information.flatMap(VolumeInformation::label);
    }

    @Override
    public Optional<String> identifier() {
        return boot.serial() == 0 ? Optional.empty() : Optional.of(String.format(Locale.ROOT, "%016X", boot.serial()));
    }

    @Override
    public OptionalLong usedBytes() throws IOException {
        Optional<FileData> bitmap =
                NtfsFile.open(table, content, MasterFileTable.BITMAP).data(Attribute.DATA, "");
        if (bitmap.isEmpty()) {
            return OptionalLong.empty();
        }
        OptionalLong used = ClusterBitmap.used(bitmap.get(), boot.clusters());
        return used.isEmpty() ? used : OptionalLong.of(used.getAsLong() * boot.clusterSize());
    }

    @Override
    public List<ImageWarning> warnings() {
        List<ImageWarning> all = new ArrayList<>(table.warnings());
        all.addAll(warnings);
        return all;
    }

    @Override
    public FileEntry root() {
        return ROOT;
    }

    @Override
    public List<FileEntry> list(FileEntry directory) throws IOException {
        List<FileEntry> entries = new ArrayList<>();
        for (IndexNode.Entry entry : index(directory).list()) {
            // The root is in its own index, by the name ".".
            if (FileRecord.number(entry.reference()) != MasterFileTable.ROOT) {
                entries.add(entry(entry));
            }
        }
        return entries;
    }

    @Override
    public Optional<FileEntry> lookup(FileEntry directory, String name) throws IOException {
        Optional<IndexNode.Entry> found = index(directory).find(name);
        return found.isEmpty() ? Optional.empty() : Optional.of(entry(found.get()));
    }

    private DirectoryIndex index(FileEntry directory) throws IOException {
        if (!directory.isDirectory()) {
            throw new IllegalArgumentException("not a directory: " + directory);
        }
        return DirectoryIndex.open(NtfsFile.open(table, metadata, directory.locator()), upCase, boot.clusterSize());
    }

    /**
     * What a name stands for, by the file itself: a name does not follow what happens under the file's other names. Where
     * the file is damaged it is what the name says, and the damage is told by who reads it.
     */
    private FileEntry entry(IndexNode.Entry named) throws IOException {
        try {
            NtfsFile file = NtfsFile.open(table, metadata, named.reference());
            FileEntry.Kind kind = kind(file);
            long size = 0;
            if (kind == FileEntry.Kind.FILE) {
                Optional<Attribute> data = file.first(Attribute.DATA, "");
                size = data.isPresent() ? data.get().size() : 0;
            }
            return new FileEntry(named.name(), kind, size, named.reference());
        } catch (BadImageException e) {
            return named.directory()
                    ? new FileEntry(named.name(), FileEntry.Kind.DIRECTORY, 0, named.reference())
                    : new FileEntry(named.name(), FileEntry.Kind.FILE, named.size(), named.reference());
        }
    }

    private static FileEntry.Kind kind(NtfsFile file) throws IOException {
        Optional<ReparsePoint> reparse = reparse(file);
        if (reparse.isPresent() && reparse.get().isLink()) {
            return FileEntry.Kind.LINK;
        }
        if (file.directory()) {
            return FileEntry.Kind.DIRECTORY;
        }
        return reparse.isPresent() && reparse.get().isSpecial() ? FileEntry.Kind.OTHER : FileEntry.Kind.FILE;
    }

    private static Optional<ReparsePoint> reparse(NtfsFile file) throws IOException {
        Optional<FileData> data = file.data(Attribute.REPARSE_POINT, "");
        return data.isEmpty() ? Optional.empty() : Optional.of(ReparsePoint.read(data.get()));
    }

    @Override
    public boolean sameName(String one, String other) {
        try {
            return upCase.compare(one, other) == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    /** The last file's data is kept, as a file is mostly read in several pieces. */
    private FileData data(FileEntry entry) throws IOException {
        NtfsFile file = NtfsFile.open(table, content, entry.locator());
        Optional<ReparsePoint> reparse = reparse(file);
        if (reparse.isPresent() && reparse.get().isWof()) {
            return WofData.open(file, reparse.get(), entry.size());
        }
        if (reparse.isPresent()) {
            throw file.failure(BadImageException.Kind.UNSUPPORTED, reparse.get().keeper());
        }
        return file.data(Attribute.DATA, "").orElseThrow(() -> file.corrupt("file without content"));
    }

    @Override
    public String readLink(FileEntry link) throws IOException {
        if (!link.isLink()) {
            throw new IllegalArgumentException("not a link: " + link);
        }
        NtfsFile file = NtfsFile.open(table, metadata, link.locator());
        return reparse(file).orElseThrow(() -> file.corrupt("no link")).target();
    }
}
