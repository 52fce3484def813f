package dev.gen2lift.guest.windows;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.filesystem.FileSystem;
import dev.gen2lift.filesystem.FileSystemType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Files in memory, named without regard to case as Windows names them. */
final class TreeFileSystem implements FileSystem {

    /** One file or folder; folders have no content. */
    private record Node(String path, byte[] content, boolean folder) {}

    private final List<Node> nodes = new ArrayList<>();

    TreeFileSystem() {
        nodes.add(new Node("", new byte[0], true));
    }

    TreeFileSystem file(String path, byte[] content) {
        remove(path);
        folder(parent(path));
        nodes.add(new Node(path, content, false));
        return this;
    }

    TreeFileSystem folder(String path) {
        if (node(path).isEmpty()) {
            folder(parent(path));
            nodes.add(new Node(path, new byte[0], true));
        }
        return this;
    }

    /** Takes a file away; what is not there stays away. */
    TreeFileSystem remove(String path) {
        node(path).ifPresent(node -> nodes.set(nodes.indexOf(node), new Node("removed/" + path, node.content, false)));
        return this;
    }

    private static String parent(String path) {
        int cut = path.lastIndexOf('/');
        return cut < 0 ? "" : path.substring(0, cut);
    }

    private Optional<Node> node(String path) {
        return nodes.stream().filter(node -> node.path.equalsIgnoreCase(path)).findFirst();
    }

    private FileEntry entry(Node node) {
        String name = node.path.substring(node.path.lastIndexOf('/') + 1);
        FileEntry.Kind kind = node.folder ? FileEntry.Kind.DIRECTORY : FileEntry.Kind.FILE;
        return new FileEntry(name, kind, node.content.length, nodes.indexOf(node));
    }

    @Override
    public FileSystemType type() {
        return FileSystemType.NTFS;
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
        return entry(nodes.get(0));
    }

    @Override
    public List<FileEntry> list(FileEntry directory) {
        String path = nodes.get((int) directory.locator()).path;
        return nodes.stream()
                .filter(node -> !node.path.isEmpty() && parent(node.path).equalsIgnoreCase(path))
                .map(this::entry)
                .toList();
    }

    @Override
    public void read(FileEntry file, long offset, ByteBuffer into) throws IOException {
        byte[] content = nodes.get((int) file.locator()).content;
        if (offset < 0 || offset > content.length - into.remaining()) {
            throw new BadImageException(
                    BadImageException.Kind.TRUNCATED, "tree", file.name(), Math.max(0, offset), "beyond the end");
        }
        into.put(content, (int) offset, into.remaining());
    }

    @Override
    public boolean sameName(String one, String other) {
        return one.equalsIgnoreCase(other);
    }
}
