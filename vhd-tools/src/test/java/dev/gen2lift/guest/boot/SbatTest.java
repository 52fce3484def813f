package dev.gen2lift.guest.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.testimages.PseudoRandom;
import dev.gen2lift.testimages.efi.Machine;
import dev.gen2lift.volume.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SbatTest {

    private static final String GRUB =
            "sbat,1,SBAT Version,sbat,1,https://example.org/SBAT.md\ngrub,3,FSF,grub,2.06,https://gnu.org,x\n";

    private static SecureBootStage withSection(String name, byte[] content) throws IOException {
        return SecureBootStage.of(MemoryDisk.of(dev.gen2lift.testimages.efi.PeImage.stub(Machine.X64)
                .section(name, content)
                .toBytes()));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void readsComponentsAndTheirGenerations() throws IOException {
        Sbat sbat = withSection(".sbat", ascii(GRUB)).sbat().asOptional().orElseThrow();
        assertThat(sbat.entries()).extracting(Sbat.Entry::component).containsExactly("sbat", "grub");
        assertThat(sbat.entries().get(1))
                .isEqualTo(new Sbat.Entry("grub", 3, "FSF", "grub", "2.06", "https://gnu.org,x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"grub\n", "grub,\n", "grub,x,\n", "grub,-1\n", "grub,99999999999,\n"})
    void isUnknownWhereAGenerationCannotBeRead(String text) throws IOException {
        assertThat(withSection(".sbat", ascii(text)).sbat().asOptional()).isEmpty();
    }

    @Test
    void saysSoWhereAProgramStatesNone() throws IOException {
        assertThat(withSection(".other", new byte[1])
                        .sbat()
                        .asOptional()
                        .orElseThrow()
                        .entries())
                .isEmpty();
    }

    @Test
    void isBelowALevelThatAsksForMore() throws IOException {
        Sbat sbat = withSection(".sbat", ascii(GRUB)).sbat().asOptional().orElseThrow();
        Sbat level = withSection(".sbat", ascii("sbat,1,2025\nshim,9\ngrub,4\n"))
                .sbat()
                .asOptional()
                .orElseThrow();
        assertThat(sbat.below(level)).contains("grub,3 is below grub,4");
        assertThat(level.below(sbat)).isEmpty();
    }

    @Test
    void damageToAShimsTablesEndsInNothingButUnknown() throws IOException {
        ByteBuffer vendor = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
        vendor.putInt(100).putInt(76).putInt(16).putInt(116);
        PseudoRandom random = new PseudoRandom(3);
        int refused = 0;
        for (int round = 0; round < 2000; round++) {
            byte[] bytes = vendor.array().clone();
            for (int i = 0; i < 4; i++) {
                bytes[random.nextInt(60)] = (byte) random.nextInt(256);
            }
            try {
                VendorCertificates.read(BinaryCursor.of("shim", "x", 0, bytes, ByteOrder.LITTLE_ENDIAN));
                SbatLevel.read(BinaryCursor.of("shim", "x", 0, bytes, ByteOrder.LITTLE_ENDIAN));
            } catch (BadImageException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }
}
