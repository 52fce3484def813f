package dev.gen2lift.rehearsal.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * What the cloud remembers between two runs on the same folder: a JSON document of named sections, replaced atomically
 * on every change. Holds the folder's lock while open, so that two clouds never share one.
 */
public final class StateFile implements AutoCloseable {

    private static final String SCHEMA = "gen2lift.rehearsal-state/1";

    private final ObjectMapper json = new ObjectMapper();
    private final Path file;
    private final FileChannel lock;
    private final ObjectNode document;

    private StateFile(Path file, FileChannel lock) throws IOException {
        this.file = file;
        this.lock = lock;
        if (Files.exists(file)) {
            JsonNode read = json.readTree(file.toFile());
            if (!(read instanceof ObjectNode found)
                    || !found.path("schema").asText().equals(SCHEMA)) {
                throw new IOException("not the state of a rehearsal cloud: " + file);
            }
            this.document = found;
        } else {
            this.document = json.createObjectNode().put("schema", SCHEMA);
        }
    }

    /**
     * Opens the state kept in {@code folder}.
     *
     * @throws IOException where another cloud has it open, or the document is not one of ours
     */
    public static StateFile open(Path folder) throws IOException {
        OwnerOnly.createFolder(folder);
        FileChannel lock =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (lock.tryLock() == null) {
                throw new OverlappingFileLockException();
            }
            return new StateFile(folder.resolve("cloud.json"), lock);
        } catch (OverlappingFileLockException e) {
            lock.close();
            throw new IOException("another rehearsal cloud uses this folder: " + folder.getParent(), e);
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    /** A copy of a section; empty where it was never saved. */
    public synchronized ObjectNode section(String name) {
        return document.get(name) instanceof ObjectNode found ? found.deepCopy() : json.createObjectNode();
    }

    /** Replaces a section and writes the whole document. */
    public synchronized void save(String name, ObjectNode section) throws IOException {
        document.set(name, section);
        Path next = file.resolveSibling(file.getFileName() + ".next");
        byte[] bytes = json.writerWithDefaultPrettyPrinter().writeValueAsBytes(document);
        try (FileChannel out = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            OwnerOnly.restrict(next);
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
