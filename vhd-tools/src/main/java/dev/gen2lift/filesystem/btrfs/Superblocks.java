package dev.gen2lift.filesystem.btrfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.ImageWarning;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Finds the superblock that counts: the first, or the newest of its copies where the first is damaged. */
final class Superblocks {

    private static final long FIRST = 64 << 10;
    private static final long[] COPIES = {64L << 20, 256L << 30};

    private Superblocks() {}

    /** @throws BadImageException of the first where it is damaged and there is no better copy */
    static Superblock find(ByteSource volume, Warnings warnings) throws IOException {
        try {
            return Superblock.read(volume, FIRST);
        } catch (BadImageException damage) {
            if (damage.kind() == BadImageException.Kind.UNSUPPORTED) {
                throw damage;
            }
            Superblock newest = null;
            for (long offset : COPIES) {
                if (offset <= volume.size() - Superblock.SIZE) {
                    newest = newer(newest, volume, offset, damage);
                }
            }
            if (newest == null) {
                throw damage;
            }
            warnings.add(
                    new ImageWarning(Superblock.STRUCTURE, FIRST, "is damaged, a copy is used: " + damage.reason()));
            return newest;
        }
    }

    private static @Nullable Superblock newer(
            @Nullable Superblock known, ByteSource volume, long offset, BadImageException damage) throws IOException {
        try {
            Superblock copy = Superblock.read(volume, offset);
            return known == null || Long.compareUnsigned(copy.generation(), known.generation()) > 0 ? copy : known;
        } catch (BadImageException e) {
            if (e.kind() == BadImageException.Kind.UNSUPPORTED) {
                throw e;
            }
            damage.addSuppressed(e);
            return known;
        }
    }
}
