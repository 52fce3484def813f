package dev.gen2lift.transfer.digest;

import dev.gen2lift.transfer.digest.DigestHeader.Seal;
import dev.gen2lift.transfer.journal.UploadJournal;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A digest tree in a file: a header, a seal, then a slot of 36 bytes for each chunk – its digest and a CRC-32C over number
 * and digest. 9 KiB for each GiB that is not zero; the slots of chunks that nobody read stay holes.
 *
 * <p>Crash-safe at any byte: a slot that is torn or missing is a digest that is not known, a torn seal is none. Sealing
 * makes the slots durable, then writes the root; from then on a chunk without a slot is zero. Safe for several threads;
 * memory does not depend on the disk's size. An interrupted thread does no harm to it.
 */
public final class DigestFile implements Closeable {

    private static final int SLOT = ChunkDigest.LENGTH + Integer.BYTES;

    /** Slots read at once when the root is computed. */
    private static final int SLOTS_AT_ONCE = 4096;

    private final Path path;
    private final RandomAccessFile file;
    private final DigestHeader header;
    private final ZeroDigests zeros;
    private @Nullable Seal seal;

    private DigestFile(Path path, RandomAccessFile file, DigestHeader header, @Nullable Seal seal) {
        this.path = path;
        this.file = file;
        this.header = header;
        this.zeros = new ZeroDigests(header.layout());
        this.seal = seal;
    }

    /**
     * Where the digests of what was sent to a target are kept.
     *
     * @param folder of the journals
     * @param target URL without query, or resource id
     */
    public static Path path(Path folder, String target) {
        return folder.resolve(UploadJournal.name(target) + ".digests");
    }

    /**
     * Begins a tree without a digest, in place of whatever the file held.
     *
     * @param source {@link dev.gen2lift.transfer.SourceIdentity} of the image: 32 hexadecimal digits
     * @param capacity bytes of the disk as it is sent
     */
    public static DigestFile create(Path path, String source, long capacity) throws IOException {
        DigestHeader header = new DigestHeader(source, new ChunkLayout(capacity));
        Files.deleteIfExists(path);
        Files.newByteChannel(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)
                .close();
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            file.write(header.toBytes().array());
            return new DigestFile(path, file, header, null);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /**
     * Opens a tree to add to it, or one that is sealed to read it.
     *
     * @throws FileSystemException where the file is no digest tree, or its header is damaged
     */
    public static DigestFile open(Path path) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            byte[] front = new byte[DigestHeader.FIRST_SLOT];
            int length = readUpTo(file, 0, front);
            ByteBuffer bytes = ByteBuffer.wrap(front, 0, length);
            DigestHeader header = DigestHeader.read(bytes)
                    .orElseThrow(() -> new FileSystemException(path.toString(), null, "is no digest tree"));
            return new DigestFile(path, file, header, header.readSeal(bytes).orElse(null));
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** What {@link #create} was given: the mark of the image. */
    public String source() {
        return header.source();
    }

    public ChunkLayout layout() {
        return header.layout();
    }

    /** The root; empty until the tree is sealed. */
    public synchronized Optional<ChunkDigest> root() {
        return Optional.ofNullable(seal).map(Seal::root);
    }

    /** The chunk's digest; empty where it is not known yet. In a sealed tree every digest is known. */
    public synchronized Optional<ChunkDigest> get(long chunk) throws IOException {
        header.layout().length(chunk);
        byte[] slot = new byte[SLOT];
        int length = readUpTo(file, position(chunk), slot);
        Optional<ChunkDigest> stored = length < SLOT ? Optional.empty() : digest(chunk, ByteBuffer.wrap(slot));
        if (stored.isPresent() || seal == null) {
            return stored;
        }
        if (!isHole(slot)) {
            throw new FileSystemException(path.toString(), null, "the digest of chunk " + chunk + " is damaged");
        }
        return Optional.of(zeros.of(chunk));
    }

    /** Whether the chunk holds nothing but zeros; only of a sealed tree. */
    public boolean isZero(long chunk) throws IOException {
        return get(chunk)
                .orElseThrow(() -> new IllegalStateException("not sealed"))
                .equals(zeros.of(chunk));
    }

    /** Keeps the digest of a chunk, in place of an earlier one. */
    public synchronized void put(long chunk, ChunkDigest digest) throws IOException {
        header.layout().length(chunk);
        if (seal != null) {
            throw new IllegalStateException("the tree is sealed");
        }
        ByteBuffer slot = ByteBuffer.allocate(SLOT).put(digest.toBytes()).putInt(check(chunk, digest));
        file.seek(position(chunk));
        file.write(slot.array());
    }

    /** Makes durable what is there so far. */
    public synchronized void force() throws IOException {
        file.getChannel().force(true);
    }

    /**
     * Ends the tree: chunks without a digest are zero, and nothing is added any more. Sealing again gives the same root.
     *
     * @return the root
     */
    public synchronized ChunkDigest seal() throws IOException {
        Seal done = seal;
        if (done == null) {
            done = new Seal(computeRoot());
            force();
            file.seek(DigestHeader.LENGTH);
            file.write(header.toBytes(done).array());
            force();
            seal = done;
        }
        return done.root();
    }

    private ChunkDigest computeRoot() throws IOException {
        RootDigest root = new RootDigest(header.layout().capacity());
        long count = header.layout().count();
        byte[] slots = new byte[SLOTS_AT_ONCE * SLOT];
        for (long first = 0; first < count; first += SLOTS_AT_ONCE) {
            int wanted = (int) Math.min(SLOTS_AT_ONCE, count - first);
            int read = readUpTo(file, position(first), slots) / SLOT;
            if (read == 0) {
                addZeros(root, first, count);
                break;
            }
            for (int i = 0; i < wanted; i++) {
                long chunk = first + i;
                Optional<ChunkDigest> digest =
                        i < read ? digest(chunk, ByteBuffer.wrap(slots, i * SLOT, SLOT)) : Optional.empty();
                if (digest.isPresent()) {
                    root.chunk(digest.get());
                } else {
                    addZeros(root, chunk, chunk + 1);
                }
            }
        }
        return root.root();
    }

    /** Chunks from {@code first} up to {@code end}, of which the disk's last one may be shorter than the others. */
    private void addZeros(RootDigest root, long first, long end) {
        long last = header.layout().count() - 1;
        root.zeros(Math.min(end, last) - first);
        if (end > last) {
            root.chunk(zeros.of(last));
        }
    }

    private static Optional<ChunkDigest> digest(long chunk, ByteBuffer slot) {
        byte[] bytes = new byte[ChunkDigest.LENGTH];
        slot.get(bytes);
        ChunkDigest digest = ChunkDigest.ofBytes(bytes);
        return slot.getInt() == check(chunk, digest) ? Optional.of(digest) : Optional.empty();
    }

    private static boolean isHole(byte[] slot) {
        for (byte b : slot) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static int check(long chunk, ChunkDigest digest) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(chunk).flip());
        crc.update(digest.toBytes());
        return (int) crc.getValue();
    }

    private static long position(long chunk) {
        return DigestHeader.FIRST_SLOT + chunk * SLOT;
    }

    private static int readUpTo(RandomAccessFile file, long position, byte[] into) throws IOException {
        file.seek(position);
        int length = 0;
        while (length < into.length) {
            int read = file.read(into, length, into.length - length);
            if (read < 0) {
                break;
            }
            length += read;
        }
        return length;
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
