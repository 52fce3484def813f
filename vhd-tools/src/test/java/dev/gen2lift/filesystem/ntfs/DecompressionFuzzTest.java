package dev.gen2lift.filesystem.ntfs;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gen2lift.fuzz.ReadOrRefuse;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What NTFS and the overlay filter compress. An input is a byte that chooses the method, two of the unpacked size, and
 * what is packed; those among the inputs were packed by others.
 */
@Timeout(20)
class DecompressionFuzzTest {

    private static final int FIELDS = 3;
    private static final int LZNT1_UNIT = 64 << 10;

    /** Behind what may be written. */
    private static final int GUARD = 16;

    private static final byte GUARDED = 0x5A;

    static Stream<byte[]> seeds() {
        byte[] words = new byte[400];
        Arrays.fill(words, (byte) 0x11);
        byte[] chunk = {0, 0, 0x10, 0x06, (byte) 0xB0, 0x02, 'a', 0x09, 0x10, 'b', 'c', 0, 0};
        return Stream.of(chunk, seed(1, 4096, words), seed(2, Lzx.CHUNK - 1, words));
    }

    private static byte[] seed(int method, int size, byte[] packed) {
        byte[] input = new byte[FIELDS + packed.length];
        input[0] = (byte) method;
        input[1] = (byte) size;
        input[2] = (byte) (size >> 8);
        System.arraycopy(packed, 0, input, FIELDS, packed.length);
        return input;
    }

    @MethodSource("seeds")
    @FuzzTest
    void isUnpackedOrRefused(byte[] input) throws IOException {
        if (input.length < FIELDS) {
            return;
        }
        byte[] packed = Arrays.copyOfRange(input, FIELDS, input.length);
        int size = 1 + (Byte.toUnsignedInt(input[1]) | Byte.toUnsignedInt(input[2]) << 8);
        ReadOrRefuse.within(() -> {
            try {
                switch (input[0] % 3) {
                    case 0 -> {
                        byte[] unit = new byte[LZNT1_UNIT];
                        Lznt1.unpack(packed, packed.length, unit);
                        byte[] again = new byte[LZNT1_UNIT];
                        Arrays.fill(again, GUARDED);
                        Lznt1.unpack(packed, packed.length, again);
                        assertThat(again).as("whatever was there before").isEqualTo(unit);
                    }
                    case 1 -> {
                        byte[] chunk = guarded(size);
                        XpressHuffman.unpack(packed, packed.length, chunk, size);
                        assertGuarded(chunk, size);
                    }
                    default -> {
                        int length = Math.min(size, Lzx.CHUNK);
                        byte[] chunk = guarded(length);
                        Lzx.unpack(packed, packed.length, chunk, length);
                        assertGuarded(chunk, length);
                    }
                }
            } catch (CorruptDataException e) {
                assertThat(e.reason()).isNotBlank();
            }
        });
    }

    private static byte[] guarded(int size) {
        byte[] chunk = new byte[size + GUARD];
        Arrays.fill(chunk, GUARDED);
        return chunk;
    }

    private static void assertGuarded(byte[] chunk, int size) {
        for (int i = size; i < chunk.length; i++) {
            assertThat(chunk[i]).as("byte %d of %d", i, size).isEqualTo(GUARDED);
        }
    }
}
