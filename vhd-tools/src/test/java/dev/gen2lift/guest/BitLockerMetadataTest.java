package dev.gen2lift.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.testimages.oracle.Oracle;
import dev.gen2lift.volume.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BitLockerMetadataTest {

    private static final int SIZE = 1 << 20;
    private static final List<Integer> COPIES = List.of(0x10000, 0x30000, 0x50000);
    private static final byte[] GUID = HexFormat.of().parseHex("3bd66749292ed84a8399f6a339e3d001");

    private static final int CLEAR_KEY = 0;
    private static final int TPM = 0x0100;
    private static final int RECOVERY_PASSWORD = 0x0800;
    private static final int XTS_AES_128 = 0x8004;

    /** Bytes of an entry with an encrypted key. */
    private static final int KEY = 80;

    private static byte[] volume(int method, Integer... protections) {
        ByteBuffer volume = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        volume.put(0, HexFormat.of().parseHex("eb5890"));
        volume.put(3, "-FVE-FS-".getBytes(StandardCharsets.US_ASCII)).putShort(11, (short) 512);
        volume.put(0xA0, GUID);
        for (int i = 0; i < COPIES.size(); i++) {
            volume.putLong(0xB0 + 8 * i, COPIES.get(i));
            metadata(volume, COPIES.get(i), method, protections);
        }
        volume.putShort(510, (short) 0xAA55);
        return volume.array();
    }

    private static void metadata(ByteBuffer volume, int at, int method, Integer... protections) {
        int entry = 8 + 28 + KEY;
        int size = 48 + protections.length * entry + KEY;
        volume.put(at, "-FVE-FS-".getBytes(StandardCharsets.US_ASCII));
        volume.putShort(at + 8, (short) (64 + size)).putShort(at + 10, (short) 2);
        volume.putShort(at + 12, (short) 4).putShort(at + 14, (short) 4);
        volume.putLong(at + 16, SIZE);
        for (int i = 0; i < COPIES.size(); i++) {
            volume.putLong(at + 32 + 8 * i, COPIES.get(i));
        }
        int header = at + 64;
        volume.putInt(header, size).putInt(header + 4, 1).putInt(header + 8, 48).putInt(header + 12, size);
        volume.put(header + 16, GUID).putInt(header + 36, method);
        int next = header + 48;
        for (int protection : protections) {
            volume.putShort(next, (short) entry).putShort(next + 2, (short) 2).putShort(next + 4, (short) 8);
            volume.putShort(next + 6, (short) 1);
            volume.put(next + 8, GUID).put(next + 8, (byte) protection).putShort(next + 8 + 26, (short) protection);
            volume.putShort(next + 36, (short) KEY)
                    .putShort(next + 40, (short) 5)
                    .putShort(next + 42, (short) 1);
            next += entry;
        }
        volume.putShort(next, (short) KEY).putShort(next + 2, (short) 3).putShort(next + 4, (short) 5);
        volume.putShort(next + 6, (short) 1);
    }

    private static Encryption read(byte[] volume) throws IOException {
        return BitLockerMetadata.read(new MemoryDisk(ByteBuffer.wrap(volume)));
    }

    @Test
    void tellsByWhatAVolumeIsUnlocked() throws IOException {
        assertThat(read(volume(XTS_AES_128, TPM, RECOVERY_PASSWORD)))
                .isEqualTo(new Encryption(false, "xts-aes-128", List.of("tpm", "recovery-password")));
    }

    @Test
    void aKeyInTheClearMeansThatProtectionIsSuspended() throws IOException {
        assertThat(read(volume(0x8003, TPM, CLEAR_KEY)))
                .isEqualTo(new Encryption(true, "aes-256-cbc", List.of("tpm", "clear-key")));
    }

    @Test
    void readsWhatCryptsetupReads(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("volume"), volume(XTS_AES_128, RECOVERY_PASSWORD, CLEAR_KEY));
        String dump = Oracle.run(
                        Duration.ofSeconds(20), Oracle.require("cryptsetup").toString(), "bitlkDump", file.toString())
                .expectSuccess()
                .out();
        assertThat(dump)
                .contains("VMK protected with recovery passphrase", "VMK protected with clear key")
                .containsPattern("Cipher mode:\\s+xts");
        assertThat(read(Files.readAllBytes(file)))
                .isEqualTo(new Encryption(true, "xts-aes-128", List.of("recovery-password", "clear-key")));
    }

    @Test
    void oneWholeCopyIsEnough() throws IOException {
        byte[] volume = volume(XTS_AES_128, TPM);
        volume[COPIES.get(0)] = 'x';
        ByteBuffer.wrap(volume).order(ByteOrder.LITTLE_ENDIAN).putLong(0xB8, Long.MAX_VALUE);
        assertThat(read(volume).protectors()).containsExactly("tpm");
        volume[COPIES.get(2) + 64 + 2] = 'x';
        assertThatThrownBy(() -> read(volume))
                .isInstanceOf(BadImageException.class)
                .hasMessageContaining("no signature -FVE-FS-");
    }

    @Test
    void everyChangeEndsInAnAnswer() throws IOException {
        byte[] whole = volume(XTS_AES_128, TPM, RECOVERY_PASSWORD);
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            byte[] volume = whole.clone();
            for (int copy : COPIES) {
                volume[copy + random.nextInt(220)] = (byte) random.nextInt(256);
            }
            volume[0xB0 + random.nextInt(24)] = (byte) random.nextInt(256);
            try {
                assertThat(read(volume).method()).isNotBlank();
            } catch (BadImageException e) {
                assertThat(e.reason()).isNotBlank();
            }
        }
    }
}
