package dev.gen2lift.testimages.ext;

import dev.gen2lift.testimages.Content;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a directory holds. */
sealed interface ExtNode {

    /** Type and permissions, as the inode's mode has them. */
    int mode();

    /** The type in a directory entry. */
    int entryType();

    record File(Content content, int permissions) implements ExtNode {
        @Override
        public int mode() {
            return 0x8000 | permissions;
        }

        @Override
        public int entryType() {
            return 1;
        }
    }

    record Directory(Map<String, ExtNode> children, int permissions) implements ExtNode {

        static Directory empty(int permissions) {
            return new Directory(new LinkedHashMap<>(), permissions);
        }

        @Override
        public int mode() {
            return 0x4000 | permissions;
        }

        @Override
        public int entryType() {
            return 2;
        }
    }

    record Link(String target) implements ExtNode {
        @Override
        public int mode() {
            return 0xA000 | 0777;
        }

        @Override
        public int entryType() {
            return 7;
        }
    }
}
