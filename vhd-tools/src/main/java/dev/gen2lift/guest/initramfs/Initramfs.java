package dev.gen2lift.guest.initramfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BadImageException.Kind;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An initial RAM file system as Linux takes it (Documentation/driver-api/early-userspace/buffer-format.rst): cpio archives
 * one after the other, each packed or not, with zeros between them. What is not packed is skipped without being read.
 * Memory stays below 100 MiB, whatever the file says.
 */
public final class Initramfs {

    /** Bytes of a file; the largest known hold firmware for every device, less than 300 MiB. */
    static final long MAX_SIZE = 1L << 30;

    /** Bytes that all of a file's streams may unpack to. */
    static final long MAX_UNPACKED = 1L << 30;

    /** How much more than it takes a stream may give, looked at from {@link #RATIO_FROM} bytes on. */
    static final long MAX_RATIO = 500;

    static final long RATIO_FROM = 32 << 20;

    /** Entries of all archives; a large initramfs has 5,000. */
    static final int MAX_ENTRIES = 500_000;

    /** Streams and archives in one file; systems write one to four. */
    static final int MAX_ARCHIVES = 1000;

    private static final String STRUCTURE = "initramfs";
    private static final int ALIGNMENT = 4;

    private final ImageInput in;
    private final InitramfsVisitor visitor;
    private final UnpackedInput.Budget budget = new UnpackedInput.Budget(MAX_UNPACKED);
    private final List<Packing> packings = new ArrayList<>();
    private int archives;
    private int entries;

    private Initramfs(ByteSource file, InitramfsVisitor visitor) {
        this.in = new ImageInput(file);
        this.visitor = visitor;
    }

    /**
     * Shows the file's entries to {@code visitor}, until it has seen enough.
     *
     * @return how the archives are packed, in their order, without those that are not
     * @throws BadImageException where the file is none, is damaged, or exceeds a limit; everything before the damage was
     *     shown
     * @throws IOException where the storage below failed
     */
    public static List<Packing> read(ByteSource file, InitramfsVisitor visitor) throws IOException {
        if (file.size() > MAX_SIZE) {
            throw new BadImageException(Kind.LIMIT, file.name(), STRUCTURE, 0, "a file of " + file.size() + " bytes");
        }
        Initramfs read = new Initramfs(file, visitor);
        read.archives();
        return List.copyOf(read.packings);
    }

    private void archives() throws IOException {
        boolean more = true;
        while (more && skipZeros()) {
            long start = in.position();
            try {
                more = archive(start);
            } catch (IOException | RuntimeException e) {
                throw DecoderFailure.translate(e, in, STRUCTURE, start);
            }
        }
        if (archives == 0) {
            throw in.bad(Kind.CORRUPT, STRUCTURE, 0, "is empty");
        }
    }

    /** Goes to the next byte that is not zero; false at the end. */
    private boolean skipZeros() throws IOException {
        try {
            int next = in.peek();
            while (next == 0) {
                in.read();
                next = in.peek();
            }
            return next > 0;
        } catch (ImageInput.StorageFailure e) {
            throw e.failure();
        }
    }

    private void countArchive() throws IOException {
        archives++;
        if (archives > MAX_ARCHIVES) {
            throw new UnpackedInput.Exceeded("more than " + MAX_ARCHIVES + " archives");
        }
    }

    private void countEntry() throws IOException {
        entries++;
        if (entries > MAX_ENTRIES) {
            throw new UnpackedInput.Exceeded("more than " + MAX_ENTRIES + " entries");
        }
    }

    private boolean archive(long start) throws IOException {
        byte[] beginning = in.readNBytes(Packing.MAGIC);
        in.seek(start);
        if (CpioReader.recognises(beginning)) {
            countArchive();
            return new CpioReader(in, this::countEntry).read(visitor);
        }
        Optional<Packing> packing = Packing.of(beginning);
        if (packing.isEmpty()) {
            if (archives > 0) {
                // What follows the last archive is none of Linux's business either, but for a message.
                return false;
            }
            throw new IOException("begins with neither an archive nor a known packing");
        }
        packings.add(packing.get());
        try (InputStream stream = packing.get().open(in)) {
            return unpacked(new UnpackedInput(stream, in, start, budget));
        }
    }

    /** The archives within one packed stream, which is read to its end. */
    private boolean unpacked(UnpackedInput stream) throws IOException {
        long empty = 0;
        while (true) {
            int first = stream.read();
            if (first < 0) {
                countArchive();
                return true;
            }
            if (first == 0) {
                empty++;
                continue;
            }
            byte[] beginning = stream.readNBytes(5);
            byte[] whole = new byte[beginning.length + 1];
            whole[0] = (byte) first;
            System.arraycopy(beginning, 0, whole, 1, beginning.length);
            if (!CpioReader.recognises(whole) || empty % ALIGNMENT != 0 && archives == 0) {
                throw new IOException("no archive in it");
            }
            stream.unread(whole);
            countArchive();
            if (!new CpioReader(stream, this::countEntry).read(visitor)) {
                return false;
            }
        }
    }
}
