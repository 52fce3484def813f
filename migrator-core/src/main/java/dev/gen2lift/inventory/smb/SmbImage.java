package dev.gen2lift.inventory.smb;

import com.hierynomus.msfscc.fileinformation.FileAllInformation;
import com.hierynomus.mssmb2.SMBApiException;
import com.hierynomus.smbj.common.SMBRuntimeException;
import com.hierynomus.smbj.share.File;
import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.SourceChangedException;
import dev.gen2lift.disk.layer.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalLong;

/** A file on a share, open for reading. */
final class SmbImage implements ImageSource {

    private final SharedFile where;
    private final File file;
    private final long size;
    private final Instant lastModified;

    SmbImage(SharedFile where, File file) {
        this.where = where;
        this.file = file;
        FileAllInformation information = file.getFileInformation();
        this.size = information.getStandardInformation().getEndOfFile();
        this.lastModified = written(information);
    }

    private static Instant written(FileAllInformation information) {
        return information.getBasicInformation().getLastWriteTime().toInstant();
    }

    @Override
    public Path path() {
        return where.standIn();
    }

    @Override
    public String fileName() {
        return where.path().substring(where.path().lastIndexOf('\\') + 1);
    }

    @Override
    public boolean isDevice() {
        return false;
    }

    @Override
    public Instant lastModified() {
        return lastModified;
    }

    /** The bytes lie nowhere on this machine. */
    @Override
    public OptionalLong storedAt() {
        return OptionalLong.empty();
    }

    @Override
    public String name() {
        return where.toString();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        if (offset < 0 || offset > size - into.remaining()) {
            throw new BadImageException(
                    BadImageException.Kind.TRUNCATED,
                    name(),
                    "file",
                    Math.max(0, offset),
                    "needs " + into.remaining() + " bytes but the file has " + size);
        }
        byte[] buffer = new byte[into.remaining()];
        int done = 0;
        try {
            while (done < buffer.length) {
                int count = file.read(buffer, offset + done, done, buffer.length - done);
                if (count <= 0) {
                    throw new IOException("the file ended while it was read (" + name() + ")");
                }
                done += count;
            }
        } catch (SMBApiException e) {
            throw new IOException(SmbShares.words(e.getStatus()) + " (" + name() + ")", e);
        } catch (SMBRuntimeException e) {
            throw new IOException("the connection broke: " + e.getMessage() + " (" + name() + ")", e);
        }
        into.put(buffer);
    }

    @Override
    public void verifyUnchanged() throws IOException {
        FileAllInformation now = file.getFileInformation();
        if (now.getStandardInformation().getEndOfFile() != size || !written(now).equals(lastModified)) {
            throw new SourceChangedException(path(), "its length or time of change differs");
        }
    }

    @Override
    public void close() {
        file.closeSilently();
    }
}
