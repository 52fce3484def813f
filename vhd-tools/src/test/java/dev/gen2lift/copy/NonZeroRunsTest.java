package dev.gen2lift.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.copy.contract.MemoryDisk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class NonZeroRunsTest {

    private record Run(int from, int to) {}

    @RepeatedTest(200)
    void leavesOutExactlyTheRunsOfZerosThatAreWideEnough(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        int alignment = 1 << random.nextInt(10);
        int zeroGap = alignment * (1 + random.nextInt(20));
        byte[] content = MemoryDisk.random(random, 1 + random.nextInt(200_000), 1 + random.nextInt(5000))
                .content();
        WriteShape shape = new WriteShape(alignment, zeroGap * 4, zeroGap);

        List<Run> runs = runs(shape, content);

        assertThat(runs).isEqualTo(naively(shape, content));
    }

    @Test
    void findsNothingInZeros() throws Exception {
        assertThat(runs(new WriteShape(512, 4096, 4096), new byte[1 << 20])).isEmpty();
    }

    /** Grain by grain: zero grains at the edges, and wide enough runs of them between, are left out. */
    private static List<Run> naively(WriteShape shape, byte[] content) {
        List<Run> runs = new ArrayList<>();
        int dataFrom = -1;
        int dataTo = -1;
        for (int from = 0; from < content.length; from += shape.alignment()) {
            int to = Math.min(content.length, from + shape.alignment());
            if (isZero(content, from, to)) {
                continue;
            }
            if (dataFrom >= 0 && from - dataTo >= shape.zeroGap()) {
                runs.add(new Run(dataFrom, dataTo));
                dataFrom = -1;
            }
            dataFrom = dataFrom < 0 ? from : dataFrom;
            dataTo = to;
        }
        if (dataFrom >= 0) {
            runs.add(new Run(dataFrom, dataTo));
        }
        return runs;
    }

    private static boolean isZero(byte[] content, int from, int to) {
        for (int i = from; i < to; i++) {
            if (content[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static List<Run> runs(WriteShape shape, byte[] content) throws Exception {
        List<Run> runs = new ArrayList<>();
        ByteBuffer piece =
                ByteBuffer.allocateDirect(content.length).put(content).flip();
        long bytes = new NonZeroRuns(shape).forEach(piece, (from, to) -> runs.add(new Run(from, to)));
        assertThat(bytes)
                .isEqualTo(runs.stream().mapToLong(run -> run.to() - run.from()).sum());
        return runs;
    }
}
