package dev.gen2lift.testimages.vhd;

import dev.gen2lift.testimages.Alterations;
import dev.gen2lift.testimages.Content;
import dev.gen2lift.testimages.Guid;
import dev.gen2lift.testimages.SparseFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a VHD that reads as a given content. Without further options: as Windows writes it ({@code win }), blocks of
 * 2 MiB in order, all sector bits of a stored block set. The same options give the same bytes.
 */
public final class VhdBuilder {

    /** The structures that {@link #vary}, {@link #damage} and {@link #omit} reach; the BAT has {@link #alterBat}. */
    public enum Part {
        /** The one in the file's last sector. */
        FOOTER,
        /** The one in the first sector of dynamic and differencing disks. */
        FOOTER_COPY,
        DYNAMIC_HEADER
    }

    /** What the sector bitmap of a stored block of a dynamic disk says. */
    public enum SectorBits {
        ALL_SET,
        /** Only sectors with a non-zero byte. */
        WHERE_DATA,
        /** None, though there is data: readers disagree about these. */
        ALL_CLEAR
    }

    enum Type {
        FIXED(2),
        DYNAMIC(3),
        DIFFERENCING(4);

        final int value;

        Type(int value) {
            this.value = value;
        }
    }

    final Content content;
    final Type type;
    final Content parent;
    final UUID parentId;
    final Alterations<Part> alterations = new Alterations<>(Part.class);
    final List<Part> omitted = new ArrayList<>();
    final List<Consumer<int[]>> batChanges = new ArrayList<>();
    final List<VhdParentLocator> locators = new ArrayList<>();
    int blockSize = 2 << 20;
    SectorBits sectorBits = SectorBits.ALL_SET;
    String creator = "win ";
    int creatorVersion = 0x000A0000;
    String hostSystem = "Wi2k";
    int timestamp = 0x2A000000;
    int parentTimestamp = 0x2A000000;
    String parentName = "";
    UUID id;

    @Nullable
    VhdGeometry geometry;

    OptionalLong originalSize = OptionalLong.empty();
    OptionalLong currentSize = OptionalLong.empty();
    OptionalInt tableEntries = OptionalInt.empty();
    OptionalLong shuffle = OptionalLong.empty();
    boolean shortFooter;

    private VhdBuilder(Content content, Type type, Content parent, UUID parentId) {
        this.content = content;
        this.type = type;
        this.parent = parent;
        this.parentId = parentId;
        this.id = Guid.named("vhd below " + parentId);
    }

    /** The raw content and a footer. */
    public static VhdBuilder fixed(Content content) {
        return new VhdBuilder(content, Type.FIXED, Content.zeros(0), Guid.NONE);
    }

    public static VhdBuilder dynamic(Content content) {
        return new VhdBuilder(content, Type.DYNAMIC, Content.zeros(0), Guid.NONE);
    }

    /**
     * A child that stores the sectors where the content differs from {@code parent}; the other sectors of a stored
     * block hold junk that no reader may return.
     *
     * @param parentId the id in the parent's footer
     */
    public static VhdBuilder differencing(Content content, Content parent, UUID parentId) {
        return new VhdBuilder(content, Type.DIFFERENCING, parent, parentId);
    }

    /** Bytes; a power of two from 4 KiB is valid, 2 MiB and 512 KiB are in use. */
    public VhdBuilder blockSize(int bytes) {
        this.blockSize = bytes;
        return this;
    }

    public VhdBuilder sectorBits(SectorBits bits) {
        this.sectorBits = bits;
        return this;
    }

    /**
     * The program that wrote it; readers judge by it whether the size or the geometry counts.
     *
     * @param application four characters, for example {@code vpc } or {@code qemu}
     */
    public VhdBuilder creator(String application, int version, String hostSystem) {
        this.creator = application;
        this.creatorVersion = version;
        this.hostSystem = hostSystem;
        return this;
    }

    /** As that program writes it. */
    public VhdBuilder creator(VhdCreator program) {
        return creator(program.application(), program.version(), program.hostSystem());
    }

    /** Takes the place of the geometry computed from the size. */
    public VhdBuilder geometry(VhdGeometry value) {
        this.geometry = value;
        return this;
    }

    /** Takes the place of the content's size in the footer's field. */
    public VhdBuilder originalSize(long bytes) {
        this.originalSize = OptionalLong.of(bytes);
        return this;
    }

    /** Takes the place of the content's size in the footer's field. */
    public VhdBuilder currentSize(long bytes) {
        this.currentSize = OptionalLong.of(bytes);
        return this;
    }

    /** Takes the place of the number of blocks in the dynamic header and the length of the table. */
    public VhdBuilder tableEntries(int count) {
        this.tableEntries = OptionalInt.of(count);
        return this;
    }

    public VhdBuilder id(UUID value) {
        this.id = value;
        return this;
    }

    /** Seconds since 2000-01-01 UTC. */
    public VhdBuilder timestamp(int seconds) {
        this.timestamp = seconds;
        return this;
    }

    public VhdBuilder parentTimestamp(int seconds) {
        this.parentTimestamp = seconds;
        return this;
    }

    /** The file name in the dynamic header of a child. */
    public VhdBuilder parentName(String name) {
        this.parentName = name;
        return this;
    }

    public VhdBuilder parentLocator(VhdParentLocator locator) {
        locators.add(locator);
        return this;
    }

    /** Stores the blocks in a random order. */
    public VhdBuilder shuffled(long seed) {
        this.shuffle = OptionalLong.of(seed);
        return this;
    }

    /** Ends the file with a footer of 511 bytes, as Virtual PC did before 2004. */
    public VhdBuilder shortFooter() {
        this.shortFooter = true;
        return this;
    }

    /** Changes a structure (big endian, from its first byte) before its checksum is computed. */
    public VhdBuilder vary(Part part, Consumer<ByteBuffer> change) {
        alterations.vary(part, change);
        return this;
    }

    /** Changes a structure after its checksum was computed. */
    public VhdBuilder damage(Part part, Consumer<ByteBuffer> change) {
        alterations.damage(part, change);
        return this;
    }

    /** Leaves zeros in a structure's place; an omitted footer is not there at all. */
    public VhdBuilder omit(Part part) {
        omitted.add(part);
        return this;
    }

    /** Changes entries of the BAT, in sectors, once all blocks have their place; -1 means absent. */
    public VhdBuilder alterBat(Consumer<int[]> change) {
        batChanges.add(change);
        return this;
    }

    /** Writes the file, replacing what is there. */
    public VhdLayout writeTo(Path file) throws IOException {
        try (SparseFile out = SparseFile.create(file)) {
            return new VhdWriter(this, out).write();
        }
    }
}
