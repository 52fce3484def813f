package dev.gen2lift.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.testimages.PseudoRandom;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.oracle.QemuImg;
import dev.gen2lift.testimages.vhd.VhdBuilder;
import dev.gen2lift.testimages.vhd.VhdParentLocator;
import dev.gen2lift.testimages.vhdx.ParentLocator;
import dev.gen2lift.testimages.vhdx.PendingLog;
import dev.gen2lift.testimages.vhdx.VhdxBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.jspecify.annotations.Nullable;

/** Images of random shapes read as their content, and as what qemu-img reads where it can read them. */
class RandomImagesTest {

    private static final int MIB = 1 << 20;

    private @Nullable Path folder;

    @BeforeTry
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory("images");
    }

    @AfterTry
    void deleteFolder() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder());
    }

    private Path folder() {
        return Objects.requireNonNull(folder);
    }

    /**
     * A disk, and the disks that it was made from.
     *
     * @param sectors of 512 bytes, or of 4096 where the sectors are as large
     * @param blockShift of the block size, in powers of two from the least that the format has
     * @param depth number of parents
     */
    record Shape(long seed, int sectors, boolean large, int blockShift, int depth, boolean shuffled, boolean fixed) {

        int sectorSize() {
            return large ? 4096 : 512;
        }

        long size() {
            return (long) sectors * sectorSize();
        }

        /** From the first parent to the disk itself. */
        List<SparseContent> contents() {
            PseudoRandom random = new PseudoRandom(seed);
            List<SparseContent> contents = new ArrayList<>();
            SparseContent content = new SparseContent(size());
            for (int i = 0; i <= depth; i++) {
                content = content.copy();
                int writes = random.nextInt(6);
                for (int write = 0; write < writes; write++) {
                    int at = random.nextInt(sectors);
                    int count = 1 + random.nextInt(Math.min(sectors - at, 1 << random.nextInt(13)));
                    byte[] bytes = random.nextInt(4) == 0
                            ? new byte[count * sectorSize()]
                            : PseudoRandom.bytes(random.nextLong(), count * sectorSize());
                    content.write((long) at * sectorSize(), bytes);
                }
                contents.add(content);
            }
            return contents;
        }
    }

    @Provide
    Arbitrary<Shape> shapes() {
        return Combinators.combine(
                        Arbitraries.longs(),
                        Arbitraries.integers().between(1, 40_000),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false))
                .as(Shape::new);
    }

    /** What a log may look like; none for half of the disks. */
    @Provide
    Arbitrary<Integer> logs() {
        return Arbitraries.integers().between(-8, 7);
    }

    @Property(tries = 60)
    void aVhdxReadsAsItsContent(@ForAll("shapes") Shape shape, @ForAll("logs") int log) throws IOException {
        List<SparseContent> contents = shape.contents();
        Path last = writeVhdx(shape, contents, log);
        assertReads(last, contents.get(contents.size() - 1));
    }

    @Property(tries = 60)
    void aVhdReadsAsItsContent(@ForAll("shapes") Shape shape) throws IOException {
        List<SparseContent> contents = shape.contents();
        Path last = writeVhd(shape, contents);
        assertReads(last, contents.get(contents.size() - 1));
    }

    @Property(tries = 15)
    void qemuReadsAVhdxTheSame(@ForAll("shapes") Shape shape) throws IOException {
        Shape alone = new Shape(shape.seed, shape.sectors, false, shape.blockShift, 0, shape.shuffled, shape.fixed);
        Path image = writeVhdx(alone, alone.contents(), -1);
        Path raw = folder().resolve("disk.raw");
        QemuImg.toRaw(image, "vhdx", raw).expectSuccess();
        assertThat(sha256(raw)).isEqualTo(alone.contents().get(0).sha256());
        assertReads(image, alone.contents().get(0));
    }

    @Property(tries = 15)
    void qemuReadsAVhdTheSame(@ForAll("shapes") Shape shape) throws IOException {
        Shape alone = new Shape(shape.seed, shape.sectors, false, shape.blockShift, 0, shape.shuffled, shape.fixed);
        Path image = writeVhd(alone, alone.contents());
        Path raw = folder().resolve("disk.raw");
        // Who wrote it decides whether qemu-img believes its size or its geometry; here it is to be the size.
        QemuImg.run(
                        "convert",
                        "-O",
                        "raw",
                        "--image-opts",
                        "driver=vpc,force_size_calc=current_size,file.driver=file,file.filename=" + image,
                        raw.toString())
                .expectSuccess();
        assertThat(sha256(raw)).isEqualTo(alone.contents().get(0).sha256());
        assertReads(image, alone.contents().get(0));
    }

    /** @param log below zero for none, else three bits: more entries, one that wraps around, a torn tail */
    private Path writeVhdx(Shape shape, List<SparseContent> contents, int log) throws IOException {
        Path file = folder().resolve("0.vhdx");
        for (int i = 0; i < contents.size(); i++) {
            file = folder().resolve(i + ".vhdx");
            VhdxBuilder builder = VhdxBuilder.of(contents.get(i))
                    .blockSize(MIB << (shape.blockShift + i) % 5)
                    .sectorSizes(shape.sectorSize(), 4096)
                    .diskId(new UUID(1, i))
                    .dataWriteId(new UUID(2, i));
            if (i > 0) {
                builder.differencing(
                        contents.get(i - 1), ParentLocator.of(new UUID(2, i - 1), ".\\" + (i - 1) + ".vhdx"));
            } else if (shape.fixed) {
                builder.fixed();
            }
            if (shape.shuffled) {
                builder.shuffled(shape.seed);
            }
            if (log >= 0 && i == contents.size() - 1) {
                PendingLog pending = PendingLog.simple().ofEntries(1 + (log & 1));
                pending = (log & 2) == 0 ? pending : pending.startingAt(MIB - 8192);
                builder.pending((log & 4) == 0 ? pending : pending.withTornTail());
            }
            builder.writeTo(file);
        }
        return file;
    }

    private Path writeVhd(Shape shape, List<SparseContent> contents) throws IOException {
        Path file = folder().resolve("0.vhd");
        for (int i = 0; i < contents.size(); i++) {
            file = folder().resolve(i + ".vhd");
            SparseContent content = contents.get(i);
            VhdBuilder builder = i > 0
                    ? VhdBuilder.differencing(content, contents.get(i - 1), new UUID(1, i - 1))
                            .parentLocator(VhdParentLocator.relative(".\\" + (i - 1) + ".vhd"))
                    : shape.fixed ? VhdBuilder.fixed(content) : VhdBuilder.dynamic(content);
            if (i > 0 || !shape.fixed) {
                builder.blockSize((512 << 10) << (shape.blockShift + i) % 4);
            }
            if (shape.shuffled) {
                builder.shuffled(shape.seed);
            }
            builder.id(new UUID(1, i)).writeTo(file);
        }
        return file;
    }

    private static void assertReads(Path image, SparseContent content) throws IOException {
        try (VirtualDisk disk = DiskImages.open(image)) {
            assertThat(disk.size()).isEqualTo(content.size());
            assertThat(DiskContent.sha256(disk)).isEqualTo(content.sha256());
        }
    }

    private static String sha256(Path file) throws IOException {
        try (DigestInputStream in =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
