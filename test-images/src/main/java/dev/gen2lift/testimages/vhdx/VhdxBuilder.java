package dev.gen2lift.testimages.vhdx;

import dev.gen2lift.testimages.Alterations;
import dev.gen2lift.testimages.Content;
import dev.gen2lift.testimages.Guid;
import dev.gen2lift.testimages.SparseFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a VHDX that reads as a given content. Without further options: dynamic, blocks of 32 MiB, sectors of 512
 * (logical) and 4096 bytes (physical), blocks in order, clean log. The same options give the same bytes.
 */
public final class VhdxBuilder {

    /** The structures that {@link #vary} and {@link #damage} reach; the BAT has {@link #alterBat}. */
    public enum Part {
        FILE_IDENTIFIER,
        HEADER_1,
        HEADER_2,
        REGION_TABLE_1,
        REGION_TABLE_2,
        /** Table and items; it has no checksum, so varied and damaged is the same. */
        METADATA,
        /** All of the log; entries carry their own checksums, so varied and damaged is the same. */
        LOG
    }

    final Content content;
    final Alterations<Part> alterations = new Alterations<>(Part.class);
    final List<Consumer<Bat>> batChanges = new ArrayList<>();
    final Map<Long, BlockState> states = new HashMap<>();
    final Set<Long> stale = new HashSet<>();
    final List<Region> extraRegions = new ArrayList<>();
    final List<MetadataItem> extraMetadata = new ArrayList<>();
    final Set<UUID> withoutMetadata = new HashSet<>();
    int blockSize = 32 << 20;
    int logicalSector = 512;
    int physicalSector = 4096;
    boolean fixed;

    @Nullable
    Content parent;

    ParentLocator locator = ParentLocator.empty();
    OptionalLong shuffle = OptionalLong.empty();
    boolean shortLastBlock;
    int logLength = VhdxFormat.MIB;

    @Nullable
    PendingLog pendingLog;

    String creator = "gen2lift test-images";
    UUID diskId = Guid.named("disk");

    @Nullable
    UUID dataWriteId;

    UUID fileWriteId = Guid.named("file write");

    private VhdxBuilder(Content content) {
        this.content = content;
    }

    /** A dynamic disk of the content's size. */
    public static VhdxBuilder of(Content content) {
        return new VhdxBuilder(content);
    }

    /** A fixed disk: every block lies in the file, and the file's parameters say so (LeaveBlocksAllocated). */
    public VhdxBuilder fixed() {
        this.fixed = true;
        return this;
    }

    /**
     * A differencing disk that stores where the content differs from {@code parent}: nothing, a block's differing
     * sectors, or the block. The other sectors of a stored block hold junk that no reader may return.
     */
    public VhdxBuilder differencing(Content parent, ParentLocator locator) {
        this.parent = parent;
        this.locator = locator;
        return this;
    }

    /** Bytes; a power of two from 1 to 256 MiB is valid. */
    public VhdxBuilder blockSize(int bytes) {
        this.blockSize = bytes;
        return this;
    }

    /** Bytes; 512 and 4096 are valid. */
    public VhdxBuilder sectorSizes(int logical, int physical) {
        this.logicalSector = logical;
        this.physicalSector = physical;
        return this;
    }

    /** Stores the payload blocks in a random order. */
    public VhdxBuilder shuffled(long seed) {
        this.shuffle = OptionalLong.of(seed);
        return this;
    }

    /** Ends the file with the disk's last byte, within the last block, as some writers do. */
    public VhdxBuilder shortLastBlock() {
        this.shortLastBlock = true;
        return this;
    }

    /**
     * Gives a payload block this state, whatever the content there. One that is stored is written from the content;
     * of one that is partially present the sectors that are not zero are marked, or those that differ from the parent.
     */
    public VhdxBuilder state(long block, BlockState state) {
        states.put(block, state);
        return this;
    }

    /** As {@link #state}, for a state without stored bytes, with an offset left in the entry that leads to junk. */
    public VhdxBuilder staleState(long block, BlockState state) {
        stale.add(block);
        return state(block, state);
    }

    /** Bytes, a multiple of 1 MiB. */
    public VhdxBuilder logLength(int bytes) {
        this.logLength = bytes;
        return this;
    }

    /** Leaves the BAT in a log to be replayed. */
    public VhdxBuilder pending(PendingLog log) {
        this.pendingLog = log;
        return this;
    }

    public VhdxBuilder creator(String name) {
        this.creator = name;
        return this;
    }

    public VhdxBuilder diskId(UUID id) {
        this.diskId = id;
        return this;
    }

    /** What a child's parent locator names; one of its own for each place in a chain where it is not set. */
    public VhdxBuilder dataWriteId(UUID id) {
        this.dataWriteId = id;
        return this;
    }

    public VhdxBuilder fileWriteId(UUID id) {
        this.fileWriteId = id;
        return this;
    }

    /** One more entry in both region tables; its offset and length are taken as they are. */
    public VhdxBuilder region(Region region) {
        extraRegions.add(region);
        return this;
    }

    /** One more metadata item; one of a known identifier takes the place of the builder's. */
    public VhdxBuilder metadata(MetadataItem item) {
        withoutMetadata.add(item.id());
        extraMetadata.add(item);
        return this;
    }

    public VhdxBuilder withoutMetadata(UUID id) {
        withoutMetadata.add(id);
        return this;
    }

    /** Changes a structure (little endian, from its first byte) before its checksum is computed. */
    public VhdxBuilder vary(Part part, Consumer<ByteBuffer> change) {
        alterations.vary(part, change);
        return this;
    }

    /** Changes a structure after its checksum was computed. */
    public VhdxBuilder damage(Part part, Consumer<ByteBuffer> change) {
        alterations.damage(part, change);
        return this;
    }

    /** Changes entries of the BAT once all blocks have their place. */
    public VhdxBuilder alterBat(Consumer<Bat> change) {
        batChanges.add(change);
        return this;
    }

    UUID effectiveDataWriteId() {
        return dataWriteId != null ? dataWriteId : Guid.named("data write below " + locator.entries());
    }

    /** Writes the file, replacing what is there. */
    public VhdxLayout writeTo(Path file) throws IOException {
        try (SparseFile out = SparseFile.create(file)) {
            return new VhdxWriter(this, out).write();
        }
    }
}
