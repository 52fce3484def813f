package dev.gen2lift.disk.vhdx;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.DiskFormat;
import dev.gen2lift.disk.DiskInfo;
import dev.gen2lift.disk.DiskInfo.ChainLink;
import dev.gen2lift.disk.DiskKind;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.disk.SourceChangedException;
import dev.gen2lift.disk.layer.BlockRuns;
import dev.gen2lift.disk.layer.ImageLayer;
import dev.gen2lift.disk.layer.ImageSource;
import dev.gen2lift.disk.layer.ParentLink;
import dev.gen2lift.disk.layer.Run;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A VHDX: fixed, dynamic or differencing. A pending log is applied in memory. */
public final class VhdxLayer implements ImageLayer {

    private static final UUID LOG = new UUID(0, 1);
    private static final UUID HEADERS = new UUID(0, 2);

    private final ImageSource file;
    private final VhdxHeader header;
    private final Optional<LogOverlay> overlay;
    private final BlockRuns blocks;
    private final DiskInfo info;
    private final Optional<ParentLink> parent;

    private VhdxLayer(
            ImageSource file,
            VhdxHeader header,
            Optional<LogOverlay> overlay,
            BlockRuns blocks,
            DiskInfo info,
            Optional<ParentLink> parent) {
        this.file = file;
        this.header = header;
        this.overlay = overlay;
        this.blocks = blocks;
        this.info = info;
        this.parent = parent;
    }

    /** Whether the file begins as a VHDX does, be it intact or not (MS-VHDX 2.2.1). */
    public static boolean recognises(ByteSource file) throws IOException {
        byte[] start = new byte[(int) Math.min(file.size(), VhdxFormat.FILE_SIGNATURE.length)];
        file.read(0, ByteBuffer.wrap(start));
        return Arrays.equals(start, VhdxFormat.FILE_SIGNATURE);
    }

    /** @param file closed with the layer */
    public static VhdxLayer open(ImageSource file) throws IOException {
        if (!recognises(file)) {
            throw new BadImageException(
                    BadImageException.Kind.CORRUPT, file.name(), "VHDX file identifier", 0, "signature is missing");
        }
        List<ImageWarning> warnings = new ArrayList<>();
        VhdxHeader header = VhdxHeader.current(file, warnings);
        Optional<LogOverlay> overlay = header.hasLog() ? Optional.of(VhdxLog.replay(file, header)) : Optional.empty();
        ByteSource payload = overlay.isPresent() ? overlay.get() : file;
        if (payload.size() > VhdxFormat.MAX_FILE_SIZE) {
            throw new BadImageException(
                    BadImageException.Kind.LIMIT, file.name(), "file", 0, payload.size() + " bytes are too many");
        }
        Region log = new Region(LOG, header.logOffset(), header.logLength());
        RegionTable regions = RegionTable.read(payload, log, warnings);
        MetadataTable items = MetadataTable.read(payload, regions.metadata());
        VhdxMetadata metadata = VhdxMetadata.read(items);
        Optional<ParentLink> parent = metadata.hasParent()
                ? Optional.of(ParentLocator.read(items.required(VhdxFormat.PARENT_LOCATOR, ParentLocator.NAME)))
                : Optional.empty();
        BlockAllocationTable table = BlockAllocationTable.open(
                payload, regions.blockAllocationTable(), metadata, claimed(payload, regions, log), warnings);
        DiskInfo info = info(file, metadata, table, header.hasLog(), warnings);
        return new VhdxLayer(file, header, overlay, new BlockRuns(table, metadata.hasParent()), info, parent);
    }

    private static ClaimedSpace claimed(ByteSource payload, RegionTable regions, Region log) {
        ClaimedSpace claimed = new ClaimedSpace(payload.size());
        Region headers = new Region(HEADERS, 0, VhdxFormat.ALIGNMENT);
        for (Region region : List.of(headers, log, regions.blockAllocationTable(), regions.metadata())) {
            // A log that is not pending may lie anywhere; no block can, behind the end of the file.
            if (region.length() > 0 && region.end() <= payload.size()) {
                claimed.claim(region.offset(), region.length());
            }
        }
        return claimed;
    }

    private static DiskInfo info(
            ImageSource file,
            VhdxMetadata metadata,
            BlockAllocationTable table,
            boolean logReplayed,
            List<ImageWarning> warnings) {
        DiskKind kind =
                metadata.hasParent() ? DiskKind.DIFFERENCING : metadata.fixed() ? DiskKind.FIXED : DiskKind.DYNAMIC;
        return new DiskInfo(
                file.path(),
                DiskFormat.VHDX,
                kind,
                metadata.diskSize(),
                metadata.logicalSectorSize(),
                metadata.physicalSectorSize(),
                metadata.blockSize(),
                Math.min(metadata.diskSize(), table.blocksStored() * metadata.blockSize()),
                file.size(),
                Optional.of(metadata.diskId()),
                logReplayed,
                List.of(new ChainLink(file.path(), kind, Optional.of(metadata.diskId()))),
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
        return overlay.isPresent() ? overlay.get() : file;
    }

    @Override
    public Run run(long offset, long limit) throws IOException {
        Run run = blocks.run(offset, limit);
        if (run.kind() != Run.Kind.STORED || overlay.isEmpty()) {
            return run;
        }
        long verbatim = overlay.get().verbatim(run.at(), run.length());
        return new Run(verbatim < 0 ? Run.Kind.PATCHED : Run.Kind.STORED, Math.abs(verbatim), run.at());
    }

    @Override
    public Optional<ParentLink> parent() {
        return parent;
    }

    /** What children know this disk by, as long as its content stays. */
    UUID dataWriteGuid() {
        return header.dataWriteGuid();
    }

    @Override
    public void verifyUnchanged() throws IOException {
        file.verifyUnchanged();
        VhdxHeader now = VhdxHeader.current(file, new ArrayList<>());
        if (!now.dataWriteGuid().equals(header.dataWriteGuid())
                || !now.fileWriteGuid().equals(header.fileWriteGuid())
                || now.sequence() != header.sequence()) {
            throw new SourceChangedException(file.path(), "another program opened it to write");
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
