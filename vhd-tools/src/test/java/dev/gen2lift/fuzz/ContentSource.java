package dev.gen2lift.fuzz;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.testimages.Content;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Content in memory as a source that is never damaged. */
public record ContentSource(Content content) implements ByteSource {

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public long size() {
        return content.size();
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        if (offset < 0 || offset > size() - into.remaining()) {
            throw new BadImageException(
                    BadImageException.Kind.TRUNCATED, name(), "disk", Math.max(0, offset), "beyond the end");
        }
        into.put(content.bytes(offset, into.remaining()));
    }
}
