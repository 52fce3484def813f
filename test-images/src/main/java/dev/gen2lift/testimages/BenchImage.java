package dev.gen2lift.testimages;

import dev.gen2lift.testimages.vhdx.ParentLocator;
import dev.gen2lift.testimages.vhdx.VhdxBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;

/**
 * Writes the disks that benchmarks read: a dynamic VHDX with runs of incompressible data spread evenly over it. The
 * data is made while it is written, so memory does not depend on sizes.
 */
public final class BenchImage {

    private static final String USAGE = "arguments: FILE SIZE BLOCK_SIZE RUNS RUN_LENGTH [shuffled|scattered|PARENT],"
            + " sizes with K, M, G or T; PARENT a VHDX made with the same four";

    private static final long GRAIN = 4096;
    private static final UUID PARENT = Guid.named("bench parent");

    private final long size;
    private final int blockSize;
    private final int runs;
    private final long runLength;
    private final boolean scattered;

    /**
     * Sizes in bytes.
     *
     * @param size of the virtual disk
     * @param blockSize of the VHDX
     * @param runs how many pieces of data
     * @param runLength of each, a multiple of 4 KiB
     * @param scattered instead of at the start of its block and of this length, each run lies somewhere in it and is of
     *     4 KiB to {@code runLength}, which a block must be long enough for
     */
    public BenchImage(long size, int blockSize, int runs, long runLength, boolean scattered) {
        this.size = size;
        this.blockSize = blockSize;
        this.runs = runs;
        this.runLength = runLength;
        this.scattered = scattered;
    }

    /** Writes one image, for example {@code disk.vhdx 8G 32M 32 64M}. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 5) {
            throw new IllegalArgumentException(USAGE);
        }
        String layout = arguments.length > 5 ? arguments[5] : "";
        BenchImage image = new BenchImage(
                bytes(arguments[1]),
                Math.toIntExact(bytes(arguments[2])),
                Integer.parseInt(arguments[3]),
                bytes(arguments[4]),
                layout.equals("scattered"));
        Path file = Path.of(arguments[0]);
        if (layout.isEmpty() || layout.equals("shuffled") || layout.equals("scattered")) {
            image.writeTo(file, layout.equals("shuffled"));
        } else {
            image.writeChild(file, layout);
        }
    }

    /** What the disk reads as. */
    public Content content() {
        RandomContent content = new RandomContent(size, 1);
        PseudoRandom random = new PseudoRandom(2);
        long distance = size / runs;
        for (int i = 0; i < runs; i++) {
            long offset = i * distance / blockSize * blockSize;
            if (scattered) {
                long length = GRAIN * (1 + random.nextInt((int) (runLength / GRAIN)));
                long spare = (blockSize - length) / GRAIN;
                content.run(offset + GRAIN * random.nextInt((int) spare + 1), length);
            } else {
                content.run(offset, runLength);
            }
        }
        return content;
    }

    /** Writes the VHDX, its blocks in the disk's order or in a random one. */
    public void writeTo(Path file, boolean shuffled) throws IOException {
        VhdxBuilder builder = VhdxBuilder.of(content()).blockSize(blockSize).dataWriteId(PARENT);
        if (shuffled) {
            builder.shuffled(1);
        }
        builder.writeTo(file);
    }

    /** Writes a differencing VHDX over one of the same layout: of each run its first hundredth has other data. */
    void writeChild(Path file, String parent) throws IOException {
        Content before = content();
        RandomContent changes = new RandomContent(size, 3);
        long length = Math.max(GRAIN, runLength / 100 / GRAIN * GRAIN);
        for (long at = before.nextData(0); at < size; at = before.nextData(at + runLength)) {
            changes.run(at, length);
        }
        VhdxBuilder.of(new Changed(before, changes))
                .blockSize(blockSize)
                .differencing(before, ParentLocator.of(PARENT, parent))
                .writeTo(file);
    }

    /** One content over another. */
    private record Changed(Content before, Content changes) implements Content {

        @Override
        public long size() {
            return before.size();
        }

        @Override
        public void read(long offset, byte[] into, int at, int length) {
            before.read(offset, into, at, length);
            long end = offset + length;
            for (long from = changes.nextData(offset); from < end; ) {
                int count = (int) (Math.min(end, (from / GRAIN + 1) * GRAIN) - from);
                changes.read(from, into, (int) (at + from - offset), count);
                from = changes.nextData(from + count);
            }
        }

        @Override
        public long nextData(long from) {
            return before.nextData(from);
        }
    }

    /** "64M" as bytes. */
    static long bytes(String text) {
        int shift = 10 * (1 + "KMGT".indexOf(text.toUpperCase(Locale.ROOT).charAt(text.length() - 1)));
        long number = Long.parseLong(shift == 0 ? text : text.substring(0, text.length() - 1));
        return Math.multiplyExact(number, 1L << shift);
    }
}
