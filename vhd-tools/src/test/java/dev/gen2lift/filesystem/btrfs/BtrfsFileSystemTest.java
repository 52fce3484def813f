package dev.gen2lift.filesystem.btrfs;

import dev.gen2lift.filesystem.FileSystemContract;
import dev.gen2lift.filesystem.FileSystemType;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

class BtrfsFileSystemTest {

    abstract static class BtrfsContract extends FileSystemContract {

        private final String[] options;

        BtrfsContract(String... options) {
            this.options = options;
        }

        @Override
        protected void make(Path volume, Path tree) throws IOException {
            BtrfsVolume.make(volume, 128 << 20, tree, options);
        }

        @Override
        protected FileSystemType type() {
            return FileSystemType.BTRFS;
        }

        @Override
        protected boolean isCaseSensitive() {
            return true;
        }
    }

    @Nested
    class AsUsual extends BtrfsContract {}

    @Nested
    class OfOneCopyAndTheSmallestBlocks extends BtrfsContract {
        OfOneCopyAndTheSmallestBlocks() {
            super("-m", "single", "-n", "4096", "--csum", "sha256");
        }
    }

    @Nested
    class OfTheLargestBlocks extends BtrfsContract {
        OfTheLargestBlocks() {
            super("-m", "dup", "-n", "65536", "-s", "4096", "--csum", "xxhash", "-O", "no-holes");
        }
    }

    @Nested
    class OfTheLargestSectors extends BtrfsContract {
        OfTheLargestSectors() {
            super("-n", "65536", "-s", "65536", "--csum", "blake2");
        }
    }

    @Nested
    class OfMixedBlocks extends BtrfsContract {
        OfMixedBlocks() {
            super("-M", "--shrink", "-O", "^no-holes");
        }
    }
}
