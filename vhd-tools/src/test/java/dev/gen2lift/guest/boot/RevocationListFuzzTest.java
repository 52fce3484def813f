package dev.gen2lift.guest.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.fuzz.ReadOrRefuse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** EFI signature lists, by themselves and inside of what a shim carries. */
@Timeout(20)
class RevocationListFuzzTest {

    private static byte[] list(String type, int dataSize) {
        ByteBuffer list = ByteBuffer.allocate(28 + 2 * (16 + dataSize)).order(ByteOrder.LITTLE_ENDIAN);
        return list.put(HexFormat.of().parseHex(type))
                .putInt(list.capacity())
                .putInt(0)
                .putInt(16 + dataSize)
                .array();
    }

    static Stream<byte[]> seeds() {
        byte[] hashes = list("2616c4c14c509240aca941f936934328", 32);
        ByteBuffer vendor = ByteBuffer.allocate(16 + hashes.length).order(ByteOrder.LITTLE_ENDIAN);
        vendor.putInt(hashes.length).putInt(hashes.length).putInt(16).putInt(16).put(hashes);
        return Stream.of(
                hashes,
                list("92a4d23bc0967940b420fcf98ef103ed", 48),
                list("a159c0a5e494a74a87b5ab155c2bf072", 100),
                vendor.array(),
                ("0".repeat(64) + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    @MethodSource("seeds")
    @FuzzTest
    void isReadOrRefused(byte[] input) throws IOException {
        ReadOrRefuse.within(() -> {
            try {
                assertThat(RevocationList.parse("dbx", input).size()).isPositive();
            } catch (BadImageException e) {
                assertThat(e.offset()).as("%s", e).isNotNegative();
            }
            BinaryCursor section = BinaryCursor.of("shim", ".vendor_cert", 0, input, ByteOrder.LITTLE_ENDIAN);
            try {
                assertThat(VendorCertificates.read(section).images()).doesNotContainNull();
            } catch (BadImageException e) {
                assertThat(e.offset()).as("%s", e).isNotNegative();
            }
        });
    }
}
