package dev.gen2lift.transfer.journal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal of one upload: which image goes where, and what of it has arrived. An entry is written after the service has
 * confirmed the bytes, so the journal never claims more than is there; what it lost, to a torn tail or a full disk, is
 * sent again. Holds no secret. Safe for several threads.
 *
 * <p>Entries are in the system's cache at once, where the death of this process does not matter, and on the disk within
 * about a second, which bounds what a power cut costs.
 */
public final class UploadJournal implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(UploadJournal.class);

    private static final byte BINDING = 1;
    private static final byte COVERED = 2;
    private static final int COVERED_LENGTH = 1 + 3 * Long.BYTES;
    private static final int ID_BYTES = 8;
    private static final long FORCE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Path file;
    private final @Nullable RecordLog log;
    private @Nullable Binding binding;
    private Coverage coverage = new Coverage();
    private boolean broken;
    private long forced = System.nanoTime();

    /**
     * What belongs together.
     *
     * @param source {@link dev.gen2lift.transfer.SourceIdentity} of the image
     * @param target URL without query, or resource id
     * @param upload marks what was created for this upload: of another mark, it is not the same target
     * @param size bytes of the disk that is sent, without footer
     */
    public record Binding(String source, String target, String upload, long size) {}

    private UploadJournal(Path file, boolean kept) throws IOException {
        this.file = file;
        this.log = kept ? RecordLog.open(file, this::accept) : null;
    }

    /**
     * Opens the journal of a target, or an empty one. Where it cannot be written, this is told, and the upload goes
     * without.
     *
     * @param folder created where it is missing; empty for a journal that remembers nothing
     * @throws UploadRunningException where the same upload is running already
     */
    public static UploadJournal open(Optional<Path> folder, String target) throws IOException {
        Path file = folder.orElse(Path.of("")).resolve(name(target) + ".journal");
        if (folder.isPresent()) {
            try {
                return new UploadJournal(file, true);
            } catch (UploadRunningException e) {
                throw e;
            } catch (IOException e) {
                LOG.warn("no journal of this upload can be kept; if it breaks off, it begins anew: {}", e.toString());
            }
        }
        return new UploadJournal(file, false);
    }

    /** What a target's files are called, without an ending: the same for every SAS and on every machine. */
    public static String name(String target) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(target.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** What the journal is about; empty where it is new. */
    public synchronized Optional<Binding> binding() {
        return Optional.ofNullable(binding);
    }

    /** What had arrived when the journal was opened; nothing once it {@linkplain #begin began} anew. */
    public synchronized Coverage coverage() {
        return coverage;
    }

    /** Forgets what it knows and begins anew. */
    public synchronized void begin(Binding what) {
        coverage = new Coverage();
        binding = what;
        broken = false;
        if (log == null) {
            return;
        }
        try {
            log.clear();
            log.append(encode(what));
            log.force();
        } catch (IOException e) {
            unwritable(e);
        }
    }

    /**
     * Notes that a stretch of the disk has arrived. Where it cannot be noted – a full disk – the upload goes on, and this
     * is told once: what is noted already stays good.
     */
    public synchronized void covered(long from, long to, long written) {
        if (broken || log == null) {
            return;
        }
        ByteBuffer content = ByteBuffer.allocate(COVERED_LENGTH)
                .put(COVERED)
                .putLong(from)
                .putLong(to)
                .putLong(written)
                .flip();
        try {
            log.append(content);
            long now = System.nanoTime();
            if (now - forced > FORCE_NANOS) {
                forced = now;
                log.force();
            }
        } catch (IOException e) {
            unwritable(e);
        }
    }

    private void unwritable(IOException failure) {
        broken = true;
        LOG.warn(
                "cannot write {}: {}; the upload goes on, but if it breaks off, what is sent from here on is sent again",
                file,
                failure.getMessage());
    }

    /** The upload is complete: the journal has served its purpose. */
    public synchronized void delete() throws IOException {
        if (log != null) {
            log.close();
            Files.deleteIfExists(file);
        }
    }

    /** Stays for the next run; an empty one does not. */
    @Override
    public synchronized void close() throws IOException {
        if (log != null) {
            log.close();
            if (binding == null) {
                Files.deleteIfExists(file);
            }
        }
    }

    private boolean accept(ByteBuffer content) {
        byte kind = content.get();
        if (binding == null) {
            binding = kind == BINDING ? decode(content) : null;
            return binding != null;
        }
        if (kind != COVERED || content.remaining() != COVERED_LENGTH - 1) {
            return false;
        }
        long from = content.getLong();
        long to = content.getLong();
        long written = content.getLong();
        if (from < 0 || to <= from || to > binding.size() || written < 0 || written > to - from) {
            return false;
        }
        coverage.add(from, to, written);
        return true;
    }

    private static ByteBuffer encode(Binding what) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(BINDING);
            out.writeUTF(what.source());
            out.writeUTF(what.target());
            out.writeUTF(what.upload());
            out.writeLong(what.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    private static @Nullable Binding decode(ByteBuffer content) {
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            Binding found = new Binding(in.readUTF(), in.readUTF(), in.readUTF(), in.readLong());
            return found.size() > 0 && in.available() == 0 ? found : null;
        } catch (IOException e) {
            return null;
        }
    }
}
