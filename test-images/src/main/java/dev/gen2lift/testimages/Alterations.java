package dev.gen2lift.testimages;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Changes that a test asks for in single structures of an image. A structure is <em>varied</em> before its checksums
 * are computed, so it stays valid in itself, and <em>damaged</em> after, so its checksum no longer fits.
 *
 * @param <P> the format's structures
 */
public final class Alterations<P extends Enum<P>> {

    private final Map<P, List<Consumer<ByteBuffer>>> variations;
    private final Map<P, List<Consumer<ByteBuffer>>> damages;

    public Alterations(Class<P> parts) {
        this.variations = new EnumMap<>(parts);
        this.damages = new EnumMap<>(parts);
    }

    public void vary(P part, Consumer<ByteBuffer> change) {
        variations.computeIfAbsent(part, key -> new ArrayList<>()).add(change);
    }

    public void damage(P part, Consumer<ByteBuffer> change) {
        damages.computeIfAbsent(part, key -> new ArrayList<>()).add(change);
    }

    /** The structure with its variations, its checksum, then its damages; {@code bytes} is changed in place. */
    public ByteBuffer apply(P part, ByteBuffer bytes, Consumer<ByteBuffer> checksum) {
        run(variations.get(part), bytes);
        checksum.accept(bytes);
        run(damages.get(part), bytes);
        return bytes.rewind();
    }

    private static void run(@Nullable List<Consumer<ByteBuffer>> changes, ByteBuffer bytes) {
        if (changes != null) {
            changes.forEach(change -> change.accept(bytes.rewind()));
        }
    }
}
