package dev.gen2lift.volume.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.volume.MemoryDisk;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checked against what LVM2's own {@code lvs} says of the volumes of {@link LvmFixture}. */
class LogicalVolumesTest {

    private static final int EXTENT = LvmFixture.EXTENT;
    private static final int DATA = LvmFixture.DATA;

    private static final int AREA = 4096;
    private static final int AREA_HEADER = 512;

    private byte[] first;
    private byte[] second;

    @BeforeEach
    void fillThePhysicalVolumes() throws IOException {
        first = LvmFixture.filled("pv0", 1);
        second = LvmFixture.filled("pv1", 2);
    }

    private LogicalVolumes.Found find() throws IOException {
        return LogicalVolumes.find(List.of(MemoryDisk.of(first), MemoryDisk.of(second)), List.of());
    }

    private static byte[] content(LogicalVolume volume) throws IOException {
        ByteSource content = volume.content().orElseThrow();
        ByteBuffer bytes = ByteBuffer.allocate((int) content.size());
        content.read(0, bytes);
        return bytes.array();
    }

    /** The volumes' bytes as {@code lvs} says that they lie: name, size, type, stripe size, start, size, ranges. */
    private Map<String, byte[]> asLvsSays() throws IOException {
        Map<String, byte[]> volumes = new TreeMap<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(LvmFixture.resource("lvs.csv"), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split(",");
                byte[] volume = volumes.computeIfAbsent(fields[0], name -> new byte[Integer.parseInt(fields[1])]);
                int start = Integer.parseInt(fields[4]);
                int size = Integer.parseInt(fields[5]);
                String[] ranges = fields[6].split(" ");
                int stripe = ranges.length == 1 ? size : Integer.parseInt(fields[3]);
                for (int at = 0; at < size; at += stripe) {
                    String[] range = ranges[at / stripe % ranges.length].split("[:-]");
                    byte[] from = range[0].equals("pv0") ? first : second;
                    int position = DATA + Integer.parseInt(range[1]) * EXTENT + at / stripe / ranges.length * stripe;
                    System.arraycopy(from, position, volume, start + at, stripe);
                }
            }
        }
        return volumes;
    }

    /** Rewrites the description of both physical volumes at {@code offset} of their areas, with new checksums. */
    private void describe(int offset, UnaryOperator<String> change) {
        for (byte[] volume : List.of(first, second)) {
            ByteBuffer area = MemoryDisk.of(volume).bytes().position(AREA).slice();
            area.order(ByteOrder.LITTLE_ENDIAN);
            int size = (int) area.getLong(32);
            byte[] old = new byte[(int) area.getLong(48)];
            area.get((int) area.getLong(40), old);
            byte[] text = change.apply(new String(old, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
            int at = offset < 0 ? size + offset : offset;
            int front = Math.min(text.length, size - at);
            area.put(at, text, 0, front);
            area.put(AREA_HEADER, text, front, text.length - front);
            area.putLong(40, at);
            area.putLong(48, text.length);
            area.putInt(56, (int) LvmChecksum.of(ByteBuffer.wrap(text)));
            area.putInt(0, (int) LvmChecksum.of(area.duplicate().position(4).limit(AREA_HEADER)));
        }
    }

    private static Collection<String> reasons(LogicalVolumes.Found found) {
        return found.volumes().stream()
                .flatMap(volume -> volume.unreadable().stream())
                .toList();
    }

    @Test
    void readsEveryVolumeAsLvsSaysItLies() throws IOException {
        Map<String, byte[]> expected = asLvsSays();
        LogicalVolumes.Found found = find();
        assertThat(found.problems()).isEmpty();
        assertThat(found.volumes()).extracting(LogicalVolume::name).containsExactly("data/root", "data/striped");
        for (LogicalVolume volume : found.volumes()) {
            assertThat(Arrays.equals(content(volume), expected.get(volume.name())))
                    .as(volume.name())
                    .isTrue();
            assertThat(volume.size()).isEqualTo(content(volume).length);
        }
    }

    @Test
    void readsAnyRangeOfAVolume() throws IOException {
        Random random = new Random(3);
        for (LogicalVolume volume : find().volumes()) {
            byte[] whole = content(volume);
            for (int round = 0; round < 100; round++) {
                int offset = random.nextInt(whole.length);
                int length = random.nextInt(Math.min(whole.length - offset, 3 * EXTENT));
                ByteBuffer part = ByteBuffer.allocate(length);
                volume.content().orElseThrow().read(offset, part);
                assertThat(Arrays.equals(part.array(), Arrays.copyOfRange(whole, offset, offset + length)))
                        .isTrue();
            }
        }
    }

    @Test
    void namesThePhysicalVolumeThatIsMissing() throws IOException {
        LogicalVolumes.Found found = LogicalVolumes.find(List.of(MemoryDisk.of(first)), List.of());
        assertThat(found.volumes()).hasSize(2);
        assertThat(reasons(found)).allMatch(reason -> reason.contains("is not among the disks"));
    }

    @Test
    void findsTheOtherHalfOnAnotherDiskButNotWhatIsOnlyThere() throws IOException {
        LogicalVolumes.Found found = LogicalVolumes.find(List.of(MemoryDisk.of(first)), List.of(MemoryDisk.of(second)));
        assertThat(reasons(found)).isEmpty();
        assertThat(found.volumes()).hasSize(2);
        assertThat(LogicalVolumes.find(List.of(), List.of(MemoryDisk.of(first), MemoryDisk.of(second)))
                        .volumes())
                .isEmpty();
    }

    @Test
    void readsADescriptionThatWrapsAround() throws IOException {
        describe(-1000, text -> text);
        assertThat(find().problems()).isEmpty();
        assertThat(find().volumes()).hasSize(2);
    }

    @Test
    void takesTheNewestDescription() throws IOException {
        byte[] old = second.clone();
        describe(
                AREA_HEADER,
                text -> text.replaceFirst("seqno = \\d+", "seqno = 99").replace("\nroot {", "\nrenamed {"));
        System.arraycopy(old, 0, second, 0, DATA);
        assertThat(find().volumes()).extracting(LogicalVolume::name).contains("data/renamed");
    }

    @Test
    void usesTheOtherCopyWhereOneIsDamaged() throws IOException {
        first[AREA + 40]++;
        LogicalVolumes.Found found = find();
        assertThat(found.volumes())
                .hasSize(2)
                .allMatch(volume -> volume.content().isPresent());
        assertThat(found.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.structure()).isEqualTo("LVM2 metadata area"));
    }

    @Test
    void namesATypeThatItDoesNotRead() throws IOException {
        describe(AREA_HEADER, text -> text.replace("type = \"striped\"", "type = \"raid5_ls\""));
        assertThat(reasons(find())).hasSize(2).allMatch(reason -> reason.contains("LVM type raid5_ls is not read"));
    }

    @Test
    void refusesADescriptionThatLeadsOutOfItsDisks() throws IOException {
        describe(AREA_HEADER, text -> text.replace("\"pv1\", 8", "\"pv1\", 90").replace("\"pv0\", 24", "\"pv9\", 24"));
        assertThat(reasons(find()))
                .hasSize(2)
                .anyMatch(reason -> reason.contains("beyond the end"))
                .anyMatch(reason -> reason.contains("no physical volume pv9"));
    }

    @Test
    void endsWithTextThatIsNone() throws IOException {
        Random random = new Random(4);
        for (int round = 0; round < 300; round++) {
            describe(AREA_HEADER, text -> {
                StringBuilder changed = new StringBuilder(text);
                for (int i = 0; i < 3; i++) {
                    changed.setCharAt(random.nextInt(changed.length()), "{}[]\"=,#\\0 x".charAt(random.nextInt(12)));
                }
                return changed.toString();
            });
            LogicalVolumes.Found found = find();
            for (LogicalVolume volume : found.volumes()) {
                if (volume.content().isPresent() && volume.size() <= 16 << 20) {
                    content(volume);
                }
            }
        }
    }
}
