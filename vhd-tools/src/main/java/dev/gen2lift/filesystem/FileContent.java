package dev.gen2lift.filesystem;

import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of a file in a file system. */
record FileContent(FileSystem fileSystem, FileEntry file, String name) implements ByteSource {

    @Override
    public long size() {
        return file.size();
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        fileSystem.read(file, offset, into);
    }
}
