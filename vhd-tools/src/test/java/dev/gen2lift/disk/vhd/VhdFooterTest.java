package dev.gen2lift.disk.vhd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.testimages.oracle.Oracle;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VhdFooterTest {

    private static final UUID ID = UUID.fromString("22ec172b-25ea-4ccb-a339-ae448f540375");
    private static final Instant TIME = Instant.parse("2026-11-23T10:20:30Z");
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long MIB = 1 << 20;

    @ParameterizedTest
    @ValueSource(longs = {512, 20 * MIB, 127 << 10, 2040 * 1024 * MIB, VhdFooter.MAX_FIXED_SIZE})
    void readsBackWhatItWrote(long size) throws Exception {
        VhdFooter footer = VhdFooter.fixed(size, ID, TIME);

        assertThat(VhdFooter.read(cursor(footer.toBytes().array()))).isEqualTo(footer);
    }

    @Test
    void readsTheShortFooterOfOldVirtualPc() throws Exception {
        VhdFooter footer = VhdFooter.fixed(20 * MIB, ID, TIME);
        byte[] bytes = Arrays.copyOf(footer.toBytes().array(), VhdFooter.SHORT_LENGTH);

        assertThat(VhdFooter.read(cursor(bytes))).isEqualTo(footer);
    }

    @Test
    void refusesEveryFooterWithOneByteChanged() {
        byte[] bytes = VhdFooter.fixed(20 * MIB, ID, TIME).toBytes().array();

        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i]++;
            assertThatThrownBy(() -> VhdFooter.read(cursor(changed)))
                    .as("byte %d", i)
                    .isInstanceOf(BadImageException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "65536, 1, 4, 17",
        "20971520, 602, 4, 17",
        "10485760, 301, 4, 17",
        "67108864, 963, 8, 17",
        "104857600, 1003, 12, 17",
        "1073741824, 2080, 16, 63",
        "10737418240, 20805, 16, 63",
        "33822351360, 16191, 16, 255",
        "136899993600, 65535, 16, 255",
        "35184372088832, 65535, 16, 255"
    })
    void computesTheGeometryOfTheSpecification(long size, int cylinders, int heads, int sectors) {
        VhdGeometry geometry = VhdGeometry.of(size);

        assertThat(geometry).isEqualTo(new VhdGeometry(cylinders, heads, sectors));
        assertThat(geometry.size()).isLessThanOrEqualTo(size);
    }

    @ParameterizedTest
    @ValueSource(longs = {MIB, 130050 * MIB})
    void isWhatQemuWritesButForTimeIdentifierAndCreator(long size, @TempDir Path folder) throws Exception {
        Path qemu = Oracle.require("qemu-img");
        Path image = folder.resolve("qemu.vhd");
        Oracle.run(
                        PATIENCE,
                        qemu.toString(),
                        "create",
                        "-f",
                        "vpc",
                        "-o",
                        "subformat=fixed,force_size=on",
                        image.toString(),
                        Long.toString(size))
                .expectSuccess();
        byte[] theirs = new byte[VhdFooter.LENGTH];
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "r")) {
            file.seek(size);
            file.readFully(theirs);
        }

        byte[] ours = VhdFooter.fixed(size, ID, TIME).toBytes().array();

        assertThat(withoutTimeIdentifierAndCreator(ours)).isEqualTo(withoutTimeIdentifierAndCreator(theirs));
    }

    private static byte[] withoutTimeIdentifierAndCreator(byte[] footer) {
        byte[] masked = footer.clone();
        Arrays.fill(masked, 24, 40, (byte) 0);
        Arrays.fill(masked, 64, 84, (byte) 0);
        return masked;
    }

    @ParameterizedTest
    @ValueSource(longs = {MIB, 3 * MIB, 20 * MIB, 130050 * MIB, 2040 * 1024 * MIB})
    void qemuReadsTheExactSizeFromIt(long size, @TempDir Path folder) throws Exception {
        Path qemu = Oracle.require("qemu-img");
        Path image = write(folder, size);

        String json = Oracle.run(PATIENCE, qemu.toString(), "info", "-f", "vpc", "--output=json", image.toString())
                .expectSuccess()
                .out();

        assertThat(json).contains("\"virtual-size\": " + size + ",");
    }

    @ParameterizedTest
    @ValueSource(longs = {MIB, 130050 * MIB, 2040 * 1024 * MIB, 4095 * 1024 * MIB})
    void libvhdiReadsTheExactSizeAndIdentifierFromIt(long size, @TempDir Path folder) throws Exception {
        Path vhdiinfo = Oracle.require("vhdiinfo");
        Path image = write(folder, size);

        String text = Oracle.run(PATIENCE, vhdiinfo.toString(), image.toString())
                .expectSuccess()
                .out();

        assertThat(text)
                .contains("Fixed")
                .contains(ID.toString())
                .containsPattern("Media size\\s*: .*\\b" + size + " bytes");
    }

    private static Path write(Path folder, long size) throws IOException {
        Path image = folder.resolve("disk.vhd");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.seek(size);
            file.write(VhdFooter.fixed(size, ID, TIME).toBytes().array());
        }
        return image;
    }

    private static BinaryCursor cursor(byte[] bytes) {
        return BinaryCursor.of("disk.vhd", "VHD footer", 0, bytes, ByteOrder.BIG_ENDIAN);
    }
}
