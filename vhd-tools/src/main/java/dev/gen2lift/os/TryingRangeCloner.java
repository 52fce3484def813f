package dev.gen2lift.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tries the operating system's way, and gives up for good once it is clear that it never works for this file. */
final class TryingRangeCloner implements RangeCloner {

    /** File systems that share nothing: not worth loading native code for. Any other is asked. */
    private static final Set<String> NEVER =
            Set.of("ext2", "ext3", "ext4", "tmpfs", "vfat", "exfat", "ntfs", "fat", "fat32");

    private final Path target;
    private @Nullable NativeCloner cloner;
    private boolean hopeless;

    TryingRangeCloner(Path target) {
        this.target = target;
    }

    /** What an operating system offers; made for one target. */
    interface NativeCloner {

        enum Outcome {
            SHARED,
            /** Not this range. */
            REFUSED,
            /** No range of any file with this target. */
            NEVER
        }

        Outcome cloneRange(Path source, long sourceOffset, long length, long targetOffset);

        void close();
    }

    @Override
    public boolean cloneRange(Path source, long sourceOffset, long length, long targetOffset) {
        if (hopeless) {
            return false;
        }
        try {
            NativeCloner own = cloner;
            if (own == null) {
                own = open(target);
                cloner = own;
            }
            if (own != null) {
                NativeCloner.Outcome outcome = own.cloneRange(source, sourceOffset, length, targetOffset);
                hopeless = outcome == NativeCloner.Outcome.NEVER;
                return outcome == NativeCloner.Outcome.SHARED;
            }
            hopeless = true;
        } catch (IOException | LinkageError e) {
            // No native library for this machine, or the target cannot be opened a second time: copy.
            hopeless = true;
        }
        return false;
    }

    @Override
    public void close() {
        if (cloner != null) {
            cloner.close();
        }
    }

    private static @Nullable NativeCloner open(Path target) throws IOException {
        String type = Files.getFileStore(target).type().toLowerCase(Locale.ROOT);
        if (NEVER.contains(type)) {
            return null;
        }
        return switch (OperatingSystem.CURRENT) {
            case LINUX -> new LinuxRangeCloner(target);
            case WINDOWS -> new WindowsRangeCloner(target);
            case OTHER -> null;
        };
    }
}
