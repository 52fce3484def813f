package dev.gen2lift.disk.layer;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.SourceChangedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * An image file or block device, read-only. Reads are positional and take no lock.
 *
 * <p>Interrupting a thread that reads closes its {@link FileChannel} for every thread. Only the interrupted one may
 * notice, so the others open the file again.
 */
public final class ImageFile implements ImageSource {

    private static final int FILE_TYPE_MASK = 0170000;
    private static final int BLOCK_DEVICE = 0060000;

    private final Path path;
    private final boolean device;
    private final BasicFileAttributes attributes;
    private final long size;
    private volatile FileChannel channel;
    private volatile boolean closed;

    private ImageFile(Path path, boolean device, BasicFileAttributes attributes, FileChannel channel)
            throws IOException {
        this.path = path;
        this.device = device;
        this.attributes = attributes;
        this.channel = channel;
        this.size = channel.size();
    }

    /**
     * @throws FileSystemException where the path does not exist, may not be read, or is neither a file nor a block
     *     device
     */
    public static ImageFile open(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        boolean device = !attributes.isRegularFile();
        if (attributes.isDirectory() || device && !isBlockDevice(path)) {
            throw new FileSystemException(
                    path.toString(), null, attributes.isDirectory() ? "is a folder" : "is neither file nor disk");
        }
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new ImageFile(path, device, attributes, channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Opening anything else, a pipe say, could block for ever. */
    private static boolean isBlockDevice(Path path) throws IOException {
        try {
            return Files.getAttribute(path, "unix:mode") instanceof Integer mode
                    && (mode & FILE_TYPE_MASK) == BLOCK_DEVICE;
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public String fileName() {
        return String.valueOf(path.getFileName());
    }

    @Override
    public OptionalLong storedAt() {
        return OptionalLong.of(0);
    }

    @Override
    public boolean isDevice() {
        return device;
    }

    @Override
    public String name() {
        return path.toString();
    }

    /** Length in bytes as it was when the file was opened. */
    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        BadImageException.requireWithin(name(), "file", size, offset, into.remaining());
        long base = offset - into.position();
        while (into.hasRemaining()) {
            FileChannel current = channel;
            try {
                if (current.read(into, base + into.position()) < 0) {
                    throw new SourceChangedException(path, "it was cut short");
                }
            } catch (ClosedByInterruptException e) {
                throw e;
            } catch (ClosedChannelException e) {
                reopen(current);
            }
        }
    }

    private synchronized void reopen(FileChannel dead) throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (channel == dead) {
            verifySameFile();
            channel = FileChannel.open(path, StandardOpenOption.READ);
        }
    }

    /**
     * Compares the file's identity, length and time of change with those at opening.
     *
     * @throws SourceChangedException where one differs
     */
    @Override
    public void verifyUnchanged() throws IOException {
        BasicFileAttributes now = verifySameFile();
        if (device) {
            return;
        }
        if (now.size() != size) {
            throw new SourceChangedException(path, "its length was " + size + " and is " + now.size() + " bytes");
        }
        if (!now.lastModifiedTime().equals(attributes.lastModifiedTime())) {
            throw new SourceChangedException(path, "it was written to at " + now.lastModifiedTime());
        }
    }

    private BasicFileAttributes verifySameFile() throws IOException {
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
        if (!Objects.equals(now.fileKey(), attributes.fileKey())) {
            throw new SourceChangedException(path, "another file took its place");
        }
        return now;
    }

    @Override
    public Instant lastModified() {
        return attributes.lastModifiedTime().toInstant();
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        channel.close();
    }
}
