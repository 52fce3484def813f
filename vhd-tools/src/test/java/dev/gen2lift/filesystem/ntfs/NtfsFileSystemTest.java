package dev.gen2lift.filesystem.ntfs;

import dev.gen2lift.filesystem.FileSystemContract;
import dev.gen2lift.filesystem.FileSystemType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;

class NtfsFileSystemTest {

    private static final long MIB = 1 << 20;

    abstract static class NtfsContract extends FileSystemContract {

        private final long size;
        private final String[] options;

        NtfsContract(long size, String... options) {
            this.size = size;
            this.options = options;
        }

        @Override
        protected void make(Path volume, Path tree) throws IOException {
            List<String> all = new ArrayList<>(List.of("-L", "GEN2LIFT"));
            all.addAll(List.of(options));
            NtfsVolume.make(volume, size, all.toArray(String[]::new));
            NtfsVolume.fill(volume, tree);
        }

        @Override
        protected FileSystemType type() {
            return FileSystemType.NTFS;
        }

        @Override
        protected boolean isCaseSensitive() {
            return false;
        }
    }

    @Nested
    class OfTheUsualClusters extends NtfsContract {
        OfTheUsualClusters() {
            super(24 * MIB, "-c", "4096");
        }
    }

    @Nested
    class OfTheSmallestClusters extends NtfsContract {
        OfTheSmallestClusters() {
            super(16 * MIB, "-c", "512");
        }
    }

    @Nested
    class OfLargeClusters extends NtfsContract {
        OfLargeClusters() {
            super(64 * MIB, "-c", "65536");
        }
    }

    @Nested
    class OfTheLargestClusters extends NtfsContract {
        OfTheLargestClusters() {
            super(512 * MIB, "-c", "2097152");
        }
    }

    @Nested
    class OnLargeSectors extends NtfsContract {
        OnLargeSectors() {
            super(64 * MIB, "-s", "4096", "-c", "4096");
        }
    }
}
