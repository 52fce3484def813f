package dev.gen2lift.volume.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gen2lift.fuzz.ContentSource;
import dev.gen2lift.fuzz.FuzzInput;
import dev.gen2lift.fuzz.ReadOrRefuse;
import dev.gen2lift.testimages.SparseContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** Physical volumes of LVM2: the logical ones are told and read, or it is said why not. */
@Timeout(20)
class LvmFuzzTest {

    private static final int SECTOR = 512;
    private static final int AREA = 4096;
    private static final int MAX_SEALED = 64 << 10;

    static Stream<byte[]> seeds() throws IOException {
        return Stream.of(FuzzInput.of(FuzzInput.SEAL, content("pv0")), FuzzInput.of(FuzzInput.SEAL, content("pv1")));
    }

    private static SparseContent content(String name) throws IOException {
        byte[] volume = LvmFixture.empty(name);
        return new SparseContent(volume.length).write(0, volume);
    }

    @MethodSource("seeds")
    @FuzzTest
    void isReadOrSaidWhyNot(byte[] input) throws IOException {
        FuzzInput file = FuzzInput.read(input);
        if (file.has(FuzzInput.SEAL)) {
            seal(file.content());
        }
        ReadOrRefuse.within(() -> {
            LogicalVolumes.Found found = LogicalVolumes.find(List.of(new ContentSource(file.content())), List.of());
            for (LogicalVolume volume : found.volumes()) {
                assertThat(volume.size()).as(volume.name()).isNotNegative();
                if (volume.content().isPresent()) {
                    ReadOrRefuse.ends(volume.content().get());
                } else {
                    assertThat(volume.unreadable()).as(volume.name()).isPresent();
                }
            }
        });
    }

    /** The label's checksum, that of the first area's header, and that of the text which it points to. */
    private static void seal(SparseContent volume) {
        long end = volume.size();
        for (int label = 0; label < 4 * SECTOR && label + SECTOR <= end; label += SECTOR) {
            sum(volume, label + 16, label + 20, SECTOR - 20);
        }
        if (AREA + SECTOR <= end) {
            ByteBuffer header = ByteBuffer.wrap(volume.bytes(AREA, SECTOR)).order(ByteOrder.LITTLE_ENDIAN);
            long at = header.getLong(40);
            long length = header.getLong(48);
            // A text that goes around the ring's end keeps its checksum: no seed has one.
            if (at >= SECTOR && length > 0 && length <= MAX_SEALED && at <= end - AREA - length) {
                sum(volume, AREA + 56, AREA + at, (int) length);
            }
            sum(volume, AREA, AREA + 4, SECTOR - 4);
        }
    }

    private static void sum(SparseContent volume, long at, long from, int length) {
        long sum = LvmChecksum.of(ByteBuffer.wrap(volume.bytes(from, length)));
        volume.write(
                at,
                ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt((int) sum)
                        .array());
    }
}
