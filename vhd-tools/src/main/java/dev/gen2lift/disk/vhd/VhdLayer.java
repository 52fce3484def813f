package dev.gen2lift.disk.vhd;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.DiskFormat;
import dev.gen2lift.disk.DiskInfo;
import dev.gen2lift.disk.DiskInfo.ChainLink;
import dev.gen2lift.disk.DiskKind;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.disk.layer.BlockRuns;
import dev.gen2lift.disk.layer.ImageLayer;
import dev.gen2lift.disk.layer.ImageSource;
import dev.gen2lift.disk.layer.ParentLink;
import dev.gen2lift.disk.layer.Run;
import java.io.IOException;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A VHD: fixed, dynamic or differencing. */
public final class VhdLayer implements ImageLayer {

    private static final int SECTOR = VhdBlockAllocationTable.SECTOR;

    /** Creators whose readers, QEMU among them, take the size from the geometry. */
    private static final Set<String> CREATORS_BY_GEOMETRY = Set.of("vpc", "vs", "qemu", "vbox");

    private final ImageSource file;
    private final VhdFooter footer;
    private final DiskInfo info;
    private final Optional<BlockRuns> blocks;
    private final Optional<ParentLink> parent;

    private VhdLayer(
            ImageSource file,
            VhdFooter footer,
            DiskInfo info,
            Optional<BlockRuns> blocks,
            Optional<ParentLink> parent) {
        this.file = file;
        this.footer = footer;
        this.parent = parent;
        this.info = info;
        this.blocks = blocks;
    }

    /** Whether the file begins or ends as a VHD does, be it intact or not. */
    public static boolean recognises(ByteSource file) throws IOException {
        return VhdFooters.present(file);
    }

    /** @param file closed with the layer */
    public static VhdLayer open(ImageSource file) throws IOException {
        List<ImageWarning> warnings = new ArrayList<>();
        VhdFooters found = VhdFooters.read(file, warnings);
        VhdFooter footer = found.footer();
        checkSize(file, found, warnings);
        if (footer.diskType() == VhdFooter.FIXED) {
            if (footer.currentSize() > found.dataEnd()) {
                throw bad(
                        BadImageException.Kind.TRUNCATED,
                        file,
                        found.offset(),
                        "states " + footer.currentSize() + " bytes of data but the file has " + found.dataEnd());
            }
            DiskInfo info = info(file, footer, DiskKind.FIXED, 0, footer.currentSize(), warnings);
            return new VhdLayer(file, footer, info, Optional.empty(), Optional.empty());
        }
        if (footer.diskType() != VhdFooter.DYNAMIC && footer.diskType() != VhdFooter.DIFFERENCING) {
            throw bad(
                    BadImageException.Kind.UNSUPPORTED,
                    file,
                    found.offset() + 60,
                    "disk type " + footer.diskType() + " is not fixed, dynamic or differencing");
        }
        return openDynamic(file, found, warnings);
    }

    private static VhdLayer openDynamic(ImageSource file, VhdFooters found, List<ImageWarning> warnings)
            throws IOException {
        VhdFooter footer = found.footer();
        boolean differencing = footer.diskType() == VhdFooter.DIFFERENCING;
        BinaryCursor headerBytes = BinaryCursor.read(
                file, VhdDynamicHeader.NAME, footer.dataOffset(), VhdDynamicHeader.LENGTH, ByteOrder.BIG_ENDIAN);
        VhdDynamicHeader header = VhdDynamicHeader.read(headerBytes, found.checksumRight(), warnings);
        VhdBlockAllocationTable table = VhdBlockAllocationTable.open(
                file, header, footer.currentSize(), footer.dataOffset(), found.dataEnd(), differencing);
        Optional<ParentLink> parent = differencing
                ? Optional.of(VhdParentLink.read(file, header, footer.dataOffset(), warnings))
                : Optional.empty();
        if (!differencing) {
            ClearSectorBits.find(file, table, footer.currentSize()).ifPresent(warnings::add);
        }
        DiskInfo info = info(
                file,
                footer,
                differencing ? DiskKind.DIFFERENCING : DiskKind.DYNAMIC,
                header.blockSize(),
                Math.min(footer.currentSize(), table.blocksStored() * header.blockSize()),
                warnings);
        return new VhdLayer(file, footer, info, Optional.of(new BlockRuns(table, differencing)), parent);
    }

    private static void checkSize(ImageSource file, VhdFooters found, List<ImageWarning> warnings)
            throws BadImageException {
        VhdFooter footer = found.footer();
        long size = footer.currentSize();
        if (size == 0 || size % SECTOR != 0) {
            throw bad(
                    BadImageException.Kind.CORRUPT,
                    file,
                    found.offset() + 48,
                    "size " + size + " is not a positive multiple of " + SECTOR);
        }
        long geometry = footer.geometry().size();
        if (geometry != size
                && CREATORS_BY_GEOMETRY.contains(footer.creatorApplication())
                && !footer.geometry().equals(VhdGeometry.SATURATED)) {
            warnings.add(new ImageWarning(
                    "VHD footer",
                    found.offset() + 56,
                    "the geometry addresses " + geometry + " bytes, the size field states " + size
                            + "; the size field is used"));
        }
    }

    private static BadImageException bad(BadImageException.Kind kind, ByteSource file, long offset, String reason) {
        return new BadImageException(kind, file.name(), "VHD footer", offset, reason);
    }

    private static DiskInfo info(
            ImageSource file,
            VhdFooter footer,
            DiskKind kind,
            long blockSize,
            long allocated,
            List<ImageWarning> warnings) {
        return new DiskInfo(
                file.path(),
                DiskFormat.VHD,
                kind,
                footer.currentSize(),
                SECTOR,
                SECTOR,
                blockSize,
                allocated,
                file.size(),
                Optional.of(footer.uniqueId()),
                false,
                List.of(new ChainLink(file.path(), kind, Optional.of(footer.uniqueId()))),
                warnings);
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
    public Run run(long offset, long limit) throws IOException {
        return blocks.isPresent() ? blocks.get().run(offset, limit) : new Run(Run.Kind.STORED, limit, offset);
    }

    @Override
    public Optional<ParentLink> parent() {
        return parent;
    }

    VhdFooter footer() {
        return footer;
    }

    /** When the file was last written to, as of its opening. */
    Instant lastModified() {
        return file.lastModified();
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
