package dev.gen2lift.guest.linux;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.filesystem.FileEntry.Kind;
import dev.gen2lift.filesystem.FileSystem;
import dev.gen2lift.filesystem.FileSystemType;
import dev.gen2lift.guest.GuestVolume;
import dev.gen2lift.guest.VolumeFacts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** A folder of this machine as a volume of a guest. Files can be declared damaged. */
final class FolderFileSystem implements FileSystem {

    private final Path folder;
    private final FileSystemType type;
    private final List<Path> seen = new ArrayList<>();
    private final Set<String> damaged = new HashSet<>();
    private final Map<Path, String> links = new HashMap<>();
    private long bytesRead;

    FolderFileSystem(Path folder, FileSystemType type) {
        this.folder = folder;
        this.type = type;
        seen.add(folder);
    }

    /** A volume called "partition {@code index}". */
    GuestVolume volume(int index, String label, String uuid, String partitionUuid) {
        VolumeFacts facts = new VolumeFacts(
                index,
                Optional.empty(),
                1 << 30,
                type.id(),
                Optional.of(label),
                Optional.of(uuid),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty());
        return new GuestVolume(facts, new Nothing(), this, 0, Optional.of(partitionUuid), Optional.empty());
    }

    /** A logical volume. */
    GuestVolume logicalVolume(String name, String uuid) {
        VolumeFacts facts = new VolumeFacts(
                0,
                Optional.of(name),
                1 << 30,
                type.id(),
                Optional.empty(),
                Optional.of(uuid),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty());
        return new GuestVolume(facts, new Nothing(), this, 0);
    }

    /** Makes reading of a file or folder fail as damage does. */
    FolderFileSystem damage(String name) {
        damaged.add(name);
        return this;
    }

    /** Makes a link, wherever it leads, without one on this machine. */
    void link(Path path, String target) throws IOException {
        Files.createFile(path);
        links.put(path, target);
    }

    long bytesRead() {
        return bytesRead;
    }

    private record Nothing() implements ByteSource {
        @Override
        public String name() {
            return "guest";
        }

        @Override
        public long size() {
            return 0;
        }

        @Override
        public void read(long offset, ByteBuffer into) {
            throw new AssertionError("the volume itself is not read");
        }
    }

    @Override
    public FileSystemType type() {
        return type;
    }

    @Override
    public Optional<String> label() {
        return Optional.empty();
    }

    @Override
    public Optional<String> identifier() {
        return Optional.empty();
    }

    @Override
    public OptionalLong usedBytes() {
        return OptionalLong.empty();
    }

    @Override
    public FileEntry root() {
        return new FileEntry("", Kind.DIRECTORY, 0, 0);
    }

    private Path path(FileEntry entry) {
        return seen.get((int) entry.locator());
    }

    private FileEntry entry(Path path) throws IOException {
        seen.add(path);
        Kind kind = links.containsKey(path)
                ? Kind.LINK
                : Files.isDirectory(path) ? Kind.DIRECTORY : Files.isRegularFile(path) ? Kind.FILE : Kind.OTHER;
        return new FileEntry(
                path.getFileName().toString(), kind, kind == Kind.FILE ? Files.size(path) : 0, seen.size() - 1);
    }

    private void check(String name) throws BadImageException {
        if (damaged.contains(name)) {
            throw new BadImageException(BadImageException.Kind.CORRUPT, "guest", "inode of " + name, 7, "damaged");
        }
    }

    @Override
    public List<FileEntry> list(FileEntry directory) throws IOException {
        check(directory.name());
        List<FileEntry> entries = new ArrayList<>();
        try (Stream<Path> paths = Files.list(path(directory))) {
            for (Path path : paths.toList()) {
                entries.add(entry(path));
            }
        }
        return entries;
    }

    @Override
    public Optional<FileEntry> lookup(FileEntry directory, String name) throws IOException {
        check(directory.name());
        Path path = path(directory).resolve(name);
        return Files.exists(path) ? Optional.of(entry(path)) : Optional.empty();
    }

    @Override
    public void read(FileEntry file, long offset, ByteBuffer into) throws IOException {
        check(file.name());
        bytesRead += into.remaining();
        try (SeekableByteChannel channel = Files.newByteChannel(path(file)).position(offset)) {
            while (into.hasRemaining() && channel.read(into) >= 0) {
                // until it is full
            }
        }
    }

    @Override
    public String readLink(FileEntry link) {
        return Objects.requireNonNull(links.get(path(link)), "not a link");
    }

    @Override
    public boolean sameName(String one, String other) {
        return one.equals(other);
    }
}
