package dev.gen2lift.disk.raw;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.DiskFormat;
import dev.gen2lift.disk.DiskInfo;
import dev.gen2lift.disk.DiskInfo.ChainLink;
import dev.gen2lift.disk.DiskKind;
import dev.gen2lift.disk.layer.ImageLayer;
import dev.gen2lift.disk.layer.ImageSource;
import dev.gen2lift.disk.layer.ParentLink;
import dev.gen2lift.disk.layer.Run;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A file or block device whose bytes are the disk's, one for one. */
public final class RawLayer implements ImageLayer {

    private static final int SECTOR = 512;

    private final ImageSource file;
    private final DiskInfo info;

    private RawLayer(ImageSource file) {
        this.file = file;
        this.info = new DiskInfo(
                file.path(),
                DiskFormat.RAW,
                DiskKind.FIXED,
                file.size(),
                SECTOR,
                SECTOR,
                0,
                file.size(),
                file.size(),
                Optional.empty(),
                false,
                List.of(new ChainLink(file.path(), DiskKind.FIXED, Optional.empty())),
                List.of());
    }

    /**
     * @param file closed with the layer
     * @throws BadImageException TRUNCATED where the file is empty
     */
    public static RawLayer open(ImageSource file) throws BadImageException {
        if (file.size() == 0) {
            throw new BadImageException(
                    BadImageException.Kind.TRUNCATED, file.name(), "raw image", 0, "the file is empty");
        }
        return new RawLayer(file);
    }

    @Override
    public DiskInfo info() {
        return info;
    }

    @Override
    public ImageSource source() {
        return file;
    }

    @Override
    public ByteSource payload() {
        return file;
    }

    @Override
    public Run run(long offset, long limit) {
        return new Run(Run.Kind.STORED, limit, offset);
    }

    @Override
    public Optional<ParentLink> parent() {
        return Optional.empty();
    }

    @Override
    public void verifyUnchanged() throws IOException {
        file.verifyUnchanged();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
