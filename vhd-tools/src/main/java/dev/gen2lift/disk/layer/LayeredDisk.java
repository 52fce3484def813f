package dev.gen2lift.disk.layer;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.DiskInfo;
import dev.gen2lift.disk.DiskInfo.ChainLink;
import dev.gen2lift.disk.ExtentCursor;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.disk.VirtualDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The virtual disk that a stack of layers, an image and its parents, makes up. */
public final class LayeredDisk implements VirtualDisk {

    private static final byte[] ZEROS = new byte[1 << 16];

    private final List<ImageLayer> layers;
    private final DiskInfo info;
    private final ReadMap map;
    private final FileHoles holes = new FileHoles();

    /**
     * @param layers the image itself first, then each parent; closed with the disk
     * @param warnings of how the layers fit together
     */
    LayeredDisk(List<ImageLayer> layers, List<ImageWarning> warnings) {
        this.layers = List.copyOf(layers);
        this.info = combine(this.layers, warnings);
        this.map = ReadMap.of(this.layers);
    }

    @Override
    public DiskInfo info() {
        return info;
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        BadImageException.requireWithin(name(), "virtual disk", info.capacity(), offset, into.remaining());
        int limit = into.limit();
        long at = offset;
        while (into.position() < limit) {
            Segment segment = map.find(at, limit - into.position());
            into.limit(into.position() + (int) segment.length());
            try {
                if (segment.kind() == Run.Kind.ZERO) {
                    fillWithZeros(into);
                } else {
                    layers.get(segment.layer()).payload().read(segment.at(), into);
                }
            } finally {
                into.limit(limit);
            }
            at += segment.length();
        }
    }

    private static void fillWithZeros(ByteBuffer into) {
        while (into.hasRemaining()) {
            into.put(ZEROS, 0, Math.min(ZEROS.length, into.remaining()));
        }
    }

    @Override
    public ExtentCursor extents() {
        return new LayerExtents(layers, holes, info.capacity());
    }

    @Override
    public Optional<ExtentCursor> heldBy(int images) {
        return images < 1 || images >= layers.size()
                ? Optional.empty()
                : Optional.of(new HeldExtents(layers.subList(0, images), info.capacity()));
    }

    @Override
    public Optional<DiskInfo> below(int images) {
        return images < 1 || images >= layers.size()
                ? Optional.empty()
                : Optional.of(combine(layers.subList(images, layers.size()), List.of()));
    }

    @Override
    public void verifyUnchanged() throws IOException {
        for (ImageLayer layer : layers) {
            layer.verifyUnchanged();
        }
    }

    @Override
    public void close() throws IOException {
        holes.close();
        closeAll(layers);
    }

    /** Closes every one of {@code layers}, then fails where one of them did. */
    static void closeAll(List<ImageLayer> layers) throws IOException {
        IOException failure = null;
        for (ImageLayer layer : layers) {
            try {
                layer.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static DiskInfo combine(List<ImageLayer> layers, List<ImageWarning> ofChain) {
        DiskInfo top = layers.get(0).info();
        List<ChainLink> chain = new ArrayList<>();
        List<ImageWarning> warnings = new ArrayList<>(ofChain);
        long allocated = 0;
        for (ImageLayer layer : layers) {
            DiskInfo info = layer.info();
            chain.addAll(info.chain());
            warnings.addAll(info.warnings());
            allocated = Math.min(top.capacity(), allocated + info.allocatedSize());
        }
        return new DiskInfo(
                top.path(),
                top.format(),
                top.kind(),
                top.capacity(),
                top.logicalSectorSize(),
                top.physicalSectorSize(),
                top.blockSize(),
                allocated,
                top.fileSize(),
                top.identifier(),
                top.logReplayed(),
                chain,
                warnings);
    }
}
