package dev.gen2lift.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.testimages.PseudoRandom;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.vhd.VhdBuilder;
import dev.gen2lift.testimages.vhd.VhdParentLocator;
import dev.gen2lift.testimages.vhdx.ParentLocator;
import dev.gen2lift.testimages.vhdx.PendingLog;
import dev.gen2lift.testimages.vhdx.VhdxBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Images with some bytes of their structures changed at random, checksums made right again, so that the change gets
 * through to the parsers. They may be read or refused; nothing else may happen.
 */
class MutatedImagesTest {

    private static final int MIB = 1 << 20;
    private static final int ROUNDS = Integer.getInteger("mutation.rounds", 120);
    private static final SparseContent CONTENT = new SparseContent(6L * MIB)
            .write(MIB + 512, PseudoRandom.bytes(1, MIB))
            .write(5L * MIB, new byte[] {1});
    private static final UUID PARENT_ID = new UUID(1, 2);

    @TempDir
    Path folder;

    /** Numbers that lie at the edges of what fields can hold, or at those of checks. */
    private static final long[] INTERESTING = {
        0,
        1,
        2,
        3,
        6,
        7,
        0x7FFFFFFF,
        0x80000000L,
        0xFFFFFFFFL,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
        MIB,
        MIB - 1,
        2L * MIB,
        3L * MIB,
        1L << 40,
        1L << 62
    };

    private static void mutate(PseudoRandom random, ByteBuffer structure, int length) {
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(Math.min(length, structure.limit()) - 8);
            switch (random.nextInt(3)) {
                case 0 -> structure.put(at, (byte) random.nextLong());
                case 1 -> structure.putInt(at & ~3, (int) INTERESTING[random.nextInt(INTERESTING.length)]);
                default -> structure.putLong(at & ~3, INTERESTING[random.nextInt(INTERESTING.length)]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEADER_2", "REGION_TABLE_1", "METADATA", "LOG", "BAT"})
    void aVhdxIsReadOrRefused(String part) throws Exception {
        VhdxBuilder.of(CONTENT).blockSize(MIB).dataWriteId(PARENT_ID).writeTo(folder.resolve("base.vhdx"));
        PseudoRandom random = new PseudoRandom(part.hashCode());
        int refused = 0;
        for (int i = 0; i < ROUNDS; i++) {
            VhdxBuilder builder = VhdxBuilder.of(CONTENT).blockSize(MIB);
            if (i % 2 == 0) {
                builder.differencing(new SparseContent(6L * MIB), ParentLocator.of(PARENT_ID, ".\\base.vhdx"));
            }
            if (part.equals("LOG")) {
                builder.pending(PendingLog.simple().ofEntries(2));
            }
            if (part.equals("BAT")) {
                builder.alterBat(bat -> bat.set(
                        random.nextInt(9), INTERESTING[random.nextInt(INTERESTING.length)] & ~7 | random.nextInt(8)));
            } else {
                builder.vary(VhdxBuilder.Part.valueOf(part), bytes -> {
                    mutate(random, bytes, part.equals("LOG") ? 8192 : 256);
                    if (part.equals("METADATA")) {
                        mutate(random, bytes.slice(64 << 10, 256).order(bytes.order()), 256);
                    }
                });
            }
            Path image = folder.resolve("disk.vhdx");
            builder.writeTo(image);
            refused += readOrRefuse(image) ? 0 : 1;
        }
        assertThat(refused).isBetween(1, ROUNDS - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FOOTER", "DYNAMIC_HEADER", "BAT"})
    void aVhdIsReadOrRefused(String part) throws Exception {
        SparseContent parent = new SparseContent(6L * MIB);
        VhdBuilder.dynamic(parent).id(PARENT_ID).writeTo(folder.resolve("base.vhd"));
        PseudoRandom random = new PseudoRandom(part.hashCode());
        int refused = 0;
        for (int i = 0; i < ROUNDS; i++) {
            VhdBuilder builder = switch (i % 3) {
                case 0 -> VhdBuilder.fixed(CONTENT);
                case 1 -> VhdBuilder.dynamic(CONTENT).blockSize(64 << 10);
                default ->
                    VhdBuilder.differencing(CONTENT, parent, PARENT_ID)
                            .blockSize(64 << 10)
                            .parentLocator(VhdParentLocator.relative(".\\base.vhd"));
            };
            if (part.equals("BAT")) {
                builder.alterBat(
                        bat -> bat[random.nextInt(bat.length)] = (int) INTERESTING[random.nextInt(INTERESTING.length)]);
            } else {
                builder.vary(VhdBuilder.Part.valueOf(part), bytes -> mutate(random, bytes, 1024));
            }
            Path image = folder.resolve("disk.vhd");
            builder.writeTo(image);
            refused += readOrRefuse(image) ? 0 : 1;
        }
        assertThat(refused).isBetween(1, ROUNDS - 1);
    }

    @Test
    void imagesCutAnywhereAreReadOrRefused() throws Exception {
        Path vhdx = folder.resolve("disk.vhdx");
        Path vhd = folder.resolve("disk.vhd");
        VhdxBuilder.of(CONTENT).blockSize(MIB).pending(PendingLog.simple()).writeTo(vhdx);
        VhdBuilder.dynamic(CONTENT).blockSize(64 << 10).writeTo(vhd);
        for (Path image : List.of(vhdx, vhd)) {
            PseudoRandom random = new PseudoRandom(3);
            long size = Files.size(image);
            try (FileChannel file = FileChannel.open(image, StandardOpenOption.WRITE)) {
                while (size > 0) {
                    size -= Math.min(size, 1 + random.nextInt(atMostInt(size / 8) + 600));
                    file.truncate(size);
                    readOrRefuse(image);
                }
            }
        }
    }

    private static int atMostInt(long value) {
        return (int) Math.min(Integer.MAX_VALUE, value);
    }

    /** Anything but an {@link IOException} fails the test. */
    private static boolean readOrRefuse(Path image) throws IOException {
        DiskInfo info;
        try {
            info = DiskImages.describe(image, OpenOptions.DEFAULT);
        } catch (BadImageException e) {
            return false;
        }
        try (VirtualDisk disk = DiskImages.open(image)) {
            assertThat(info.capacity()).isEqualTo(disk.size());
            long end = 0;
            int walked = 0;
            ExtentCursor cursor = disk.extents();
            for (Extent extent = cursor.next(); extent != null && walked < 10_000; extent = cursor.next()) {
                assertThat(extent.offset()).isEqualTo(end);
                end = extent.end();
                walked++;
            }
            DiskContent.read(disk, 0, (int) Math.min(disk.size(), 8L * MIB));
            return true;
        } catch (BadImageException e) {
            return false;
        }
    }
}
