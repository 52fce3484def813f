package dev.gen2lift.guest.linux;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.guest.GuestVolume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The files of an installed system as its kernel would show them: volumes mounted into one tree, whose symbolic links lead
 * from one into the other and never out of it (path_resolution(7)). What it reads is bounded, whatever the volumes hold.
 */
final class LinuxTree {

    /** Symbolic links on the way to one file, as Linux bounds them. */
    static final int MAX_LINKS = 40;

    /** Bytes of a path or a link, as Linux bounds them. */
    static final int MAX_PATH = 4096;

    /** Folders entered on the way to one file, those of links included. */
    static final int MAX_STEPS = 1024;

    /** Entries of a folder that is listed; those that are have dozens. */
    static final int MAX_LISTED = 20_000;

    /** Bytes of a text file; the largest known is modules.dep with less than 2 MiB. */
    static final int MAX_TEXT = 4 << 20;

    /** Bytes of all text files together. */
    static final int MAX_TEXTS = 32 << 20;

    private static final String STRUCTURE = "path";

    private final Node root;
    private final Map<String, Mount> mounts = new HashMap<>();
    private long textsRead;

    /** @param folder what of the volume the root is: its own root, or a subvolume of it */
    LinuxTree(GuestVolume volume, FileEntry folder) {
        this.root = new Node(null, "/", volume, folder);
    }

    private record Node(@Nullable Node parent, String path, GuestVolume volume, FileEntry entry) {

        TreeFile file() {
            return new TreeFile(path, volume, entry);
        }

        String child(String name) {
            return path.equals("/") ? "/" + name : path + "/" + name;
        }
    }

    /** What covers a folder: a volume's folder, or something that cannot be looked at. */
    private sealed interface Mount {}

    private record Mounted(GuestVolume volume, FileEntry folder) implements Mount {}

    private record Missing(String reason) implements Mount {}

    /** The volume that holds the root. */
    GuestVolume rootVolume() {
        return root.volume();
    }

    /** Covers a folder with another volume; false where there is no such folder. */
    boolean mount(String path, GuestVolume volume, FileEntry folder) throws IOException {
        return cover(path, new Mounted(volume, folder));
    }

    /** Covers a folder with what cannot be read: each file below it is refused, instead of said to be absent. */
    boolean mountMissing(String path, String reason) throws IOException {
        return cover(path, new Missing(reason));
    }

    private boolean cover(String path, Mount mount) throws IOException {
        Optional<TreeFile> at = find(path);
        if (at.isEmpty() || !at.get().entry().isDirectory() || at.get().path().equals("/")) {
            return false;
        }
        mounts.put(at.get().path(), mount);
        return true;
    }

    /**
     * What an absolute path leads to, links followed; empty where there is nothing.
     *
     * @throws BadImageException where the way there is damaged, loops, or leads into a volume that cannot be read
     */
    Optional<TreeFile> find(String path) throws IOException {
        return resolve(path, true);
    }

    /** As {@link #find}, but where the path's last part is a link, that link. */
    Optional<TreeFile> findEntry(String path) throws IOException {
        return resolve(path, false);
    }

    boolean exists(String path) throws IOException {
        return find(path).isPresent();
    }

    /** The first of several paths that exists. */
    Optional<String> firstOf(String... paths) throws IOException {
        for (String path : paths) {
            if (exists(path)) {
                return Optional.of(path);
            }
        }
        return Optional.empty();
    }

    private Optional<TreeFile> resolve(String path, boolean followLast) throws IOException {
        Deque<String> pending = new ArrayDeque<>();
        push(pending, path);
        Node at = root;
        int links = 0;
        int steps = 0;
        while (!pending.isEmpty()) {
            steps++;
            if (steps > MAX_STEPS) {
                throw bad(BadImageException.Kind.LIMIT, path, "leads through more than " + MAX_STEPS + " folders");
            }
            if (!at.entry().isDirectory()) {
                return Optional.empty();
            }
            String part = pending.pop();
            if (part.equals("..")) {
                at = at.parent() == null ? at : at.parent();
                continue;
            }
            Optional<Node> next = enter(at, part);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            if (!next.get().entry().isLink() || pending.isEmpty() && !followLast) {
                at = next.get();
                continue;
            }
            links++;
            if (links > MAX_LINKS) {
                throw bad(BadImageException.Kind.CORRUPT, path, "leads through more than " + MAX_LINKS + " links");
            }
            String target = at.volume().fileSystem().readLink(next.get().entry());
            if (target.isEmpty()) {
                return Optional.empty();
            }
            if (target.startsWith("/")) {
                at = root;
            }
            push(pending, target);
        }
        return Optional.of(at.file());
    }

    private Optional<Node> enter(Node at, String part) throws IOException {
        String path = at.child(part);
        Mount mount = mounts.get(path);
        if (mount instanceof Missing missing) {
            throw bad(BadImageException.Kind.UNSUPPORTED, path, missing.reason());
        }
        if (mount instanceof Mounted mounted) {
            return Optional.of(new Node(at, path, mounted.volume(), mounted.folder()));
        }
        return at.volume().fileSystem().lookup(at.entry(), part).map(entry -> new Node(at, path, at.volume(), entry));
    }

    /** Puts a path's parts in front of those that are still to be walked. */
    private void push(Deque<String> pending, String path) throws BadImageException {
        if (path.length() > MAX_PATH) {
            throw bad(BadImageException.Kind.LIMIT, path, "longer than " + MAX_PATH + " bytes");
        }
        List<String> parts = Arrays.asList(path.split("/"));
        Collections.reverse(parts);
        for (String part : parts) {
            if (!part.isEmpty() && !part.equals(".")) {
                pending.push(part);
            }
        }
    }

    /**
     * What a folder holds, by name; nothing where there is no such folder. Links among it are not followed.
     *
     * @throws BadImageException where it cannot be read, or holds more than {@link #MAX_LISTED}
     */
    List<TreeFile> list(String path) throws IOException {
        Optional<TreeFile> folder = find(path);
        if (folder.isEmpty() || !folder.get().entry().isDirectory()) {
            return List.of();
        }
        TreeFile in = folder.get();
        List<FileEntry> entries = in.volume().fileSystem().list(in.entry());
        if (entries.size() > MAX_LISTED) {
            throw bad(BadImageException.Kind.LIMIT, path, "holds " + entries.size() + " entries");
        }
        String front = in.path().equals("/") ? "/" : in.path() + "/";
        return entries.stream()
                .map(entry -> new TreeFile(front + entry.name(), in.volume(), entry))
                .sorted(Comparator.comparing(TreeFile::name))
                .toList();
    }

    /** The names in a folder that {@code wanted} accepts, sorted; none where there is no such folder. */
    List<String> names(String path, Predicate<String> wanted) throws IOException {
        return list(path).stream().map(TreeFile::name).filter(wanted).toList();
    }

    /**
     * The text of a file; empty where there is none.
     *
     * @throws BadImageException where it cannot be read, or is larger than {@link #MAX_TEXT}
     */
    Optional<TextFile> text(String path) throws IOException {
        Optional<TreeFile> found = find(path).filter(file -> file.entry().isFile());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(TextFile.of(path, text(found.get(), path)));
    }

    /** The text of a file as it is; see {@link #text(String)}. */
    String text(TreeFile file, String path) throws IOException {
        long size = file.entry().size();
        if (size > MAX_TEXT || textsRead + size > MAX_TEXTS) {
            throw bad(BadImageException.Kind.LIMIT, path, "a text of " + size + " bytes");
        }
        textsRead += size;
        ByteBuffer bytes = ByteBuffer.allocate((int) size);
        file.volume().fileSystem().read(file.entry(), 0, bytes);
        return new String(bytes.array(), StandardCharsets.UTF_8);
    }

    private BadImageException bad(BadImageException.Kind kind, String path, String reason) {
        String shown = path.length() > 200 ? path.substring(0, 200) + "..." : path;
        return new BadImageException(kind, root.volume().content().name(), STRUCTURE + " " + shown, 0, reason);
    }
}
