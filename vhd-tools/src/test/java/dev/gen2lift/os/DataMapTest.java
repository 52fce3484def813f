package dev.gen2lift.os;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.testimages.oracle.Oracle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DataMapTest {

    private static final long MIB = 1 << 20;
    private static final long LENGTH = 20 * MIB + 100;

    private static final Pattern XFS_IO_LINE = Pattern.compile("(DATA|HOLE)\\s+(\\d+)");

    @TempDir
    Path scratch;

    @Test
    @EnabledOnOs(OS.LINUX)
    void showsTheSameDataAndHolesAsXfsIo() throws Exception {
        Path xfsIo = Oracle.require("xfs_io");
        Path file = scratch.resolve("sparse");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long at : new long[] {3 * MIB, 4 * MIB, 17 * MIB}) {
                channel.write(ByteBuffer.wrap(new byte[] {1}), at);
            }
            channel.write(ByteBuffer.wrap(new byte[100]), LENGTH - 100);
        }

        List<String> own = new ArrayList<>();
        try (DataMap map = DataMap.of(file).orElseThrow()) {
            long at = 0;
            while (at < LENGTH) {
                long data = map.nextData(at);
                if (data > at) {
                    own.add("HOLE " + at);
                }
                if (data < LENGTH) {
                    own.add("DATA " + data);
                }
                at = data < LENGTH ? map.nextHole(data) : LENGTH;
            }
        }

        String judged = Oracle.run(Duration.ofMinutes(1), xfsIo.toString(), "-r", "-c", "seek -a -r 0", file.toString())
                .expectSuccess()
                .out();
        List<String> expected = new ArrayList<>();
        Matcher lines = XFS_IO_LINE.matcher(judged);
        while (lines.find()) {
            if (Long.parseLong(lines.group(2)) < LENGTH) {
                expected.add(lines.group(1) + " " + lines.group(2));
            }
        }
        assertThat(own).isEqualTo(expected).hasSizeGreaterThan(3);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void endsAtTheFilesEnd() throws Exception {
        Path file = scratch.resolve("hole");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[1]), MIB);
            channel.truncate(MIB);
        }

        try (DataMap map = DataMap.of(file).orElseThrow()) {
            assertThat(map.nextData(0)).isEqualTo(MIB);
            assertThat(map.nextHole(0)).isZero();
        }
    }

    @Test
    void isEmptyForAFileThatIsMissing() {
        assertThat(DataMap.of(scratch.resolve("missing"))).isEqualTo(Optional.empty());
    }
}
