package dev.gen2lift.rehearsal.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageMapTest {

    private static final int PAGES = 200;

    @Test
    void anyHistoryLeavesWhatASetOfPagesWouldHold(@TempDir Path folder) throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            PageMap map = new PageMap();
            BitSet set = new BitSet();
            Path file = folder.resolve("log" + seed);
            try (PageLog log = PageLog.open(file, new PageMap())) {
                for (int step = 0; step < 200; step++) {
                    int start = random.nextInt(PAGES);
                    int end = start + 1 + random.nextInt(PAGES - start);
                    if (random.nextInt(3) == 0) {
                        map.remove(start, end);
                        set.clear(start, end);
                        log.cleared(start, end);
                    } else {
                        int shortEnd = Math.min(end, start + 5);
                        map.add(start, shortEnd);
                        set.set(start, shortEnd);
                        log.written(start, shortEnd);
                    }
                }
                assertThat(map.within(0, PAGES, PAGES)).isEqualTo(ranges(set, 0, PAGES));
                assertThat(map.within(17, 93, PAGES)).isEqualTo(ranges(set, 17, 93));
                assertThat(map.within(17, 93, 1))
                        .isEqualTo(ranges(set, 17, 93).stream().limit(1).toList());
            }
            PageMap replayed = new PageMap();
            PageLog.open(file, replayed).close();
            assertThat(replayed.within(0, PAGES, PAGES)).isEqualTo(ranges(set, 0, PAGES));
        }
    }

    private static List<ByteRange> ranges(BitSet set, int from, int to) {
        List<ByteRange> found = new ArrayList<>();
        int start = set.nextSetBit(from);
        while (start >= 0 && start < to) {
            int end = Math.min(set.nextClearBit(start), to);
            found.add(new ByteRange(start, end));
            start = set.nextSetBit(end);
        }
        return found;
    }
}
