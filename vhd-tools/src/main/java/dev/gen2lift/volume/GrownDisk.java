package dev.gen2lift.volume;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.DiskInfo;
import dev.gen2lift.disk.ExtentCursor;
import dev.gen2lift.disk.ForwardingDisk;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.disk.VirtualDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A virtual disk with a larger capacity: zero behind the end of the one below. A GUID partition table stays valid, as
 * the backup has to lie at the disk's last block (UEFI 5.3.2): it moves to the new end, in memory, and the primary
 * header and the protective MBR follow. Nothing else changes, partitions least of all.
 */
public final class GrownDisk extends ForwardingDisk {

    private final DiskInfo info;
    private final PageOverlay overlay;

    private GrownDisk(VirtualDisk disk, DiskInfo info, PageOverlay overlay) {
        super(disk);
        this.info = info;
        this.overlay = overlay;
    }

    /**
     * A view of {@code disk} with {@code capacity} bytes; {@code disk} itself where it has as many already. Closing the
     * view closes the disk.
     *
     * @param capacity at least the disk's; a multiple of its logical sector size
     * @throws BadImageException where the disk's own structures, those of the image file, are damaged. A damaged
     *     partition table is no error: it is left as it is.
     */
    public static VirtualDisk of(VirtualDisk disk, long capacity) throws IOException {
        DiskInfo info = disk.info();
        if (capacity < info.capacity() || capacity % info.logicalSectorSize() != 0) {
            throw new IllegalArgumentException("cannot grow " + info.capacity() + " bytes to " + capacity);
        }
        if (capacity == info.capacity()) {
            return disk;
        }
        PageOverlay overlay = new PageOverlay(disk);
        List<ImageWarning> warnings = new ArrayList<>(info.warnings());
        if (info.capacity() >= info.logicalSectorSize()) {
            DiskLayout layout = DiskLayout.read(disk, info.logicalSectorSize());
            Optional<GptReader.Found> gpt = layout.gpt();
            if (gpt.isPresent()) {
                GptMove.plan(disk, layout.record(), gpt.get(), capacity, overlay)
                        .ifPresent(warnings::add);
            }
        }
        return new GrownDisk(disk, withCapacity(info, capacity, warnings), overlay);
    }

    @Override
    public DiskInfo info() {
        return info;
    }

    @Override
    public long size() {
        return info.capacity();
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        int length = into.remaining();
        BadImageException.requireWithin(name(), "virtual disk", info.capacity(), offset, length);
        int position = into.position();
        int stored = (int) Math.max(0, Math.min(length, disk.size() - offset));
        if (stored > 0) {
            ByteBuffer part = into.duplicate().limit(position + stored);
            disk.read(offset, part);
        }
        for (int i = stored; i < length; i++) {
            into.put(position + i, (byte) 0);
        }
        overlay.apply(offset, into, position, length);
        into.position(position + length);
    }

    @Override
    public ExtentCursor extents() {
        return new OverlaidExtents(disk.extents(), overlay, info.capacity());
    }

    private static DiskInfo withCapacity(DiskInfo info, long capacity, List<ImageWarning> warnings) {
        return new DiskInfo(
                info.path(),
                info.format(),
                info.kind(),
                capacity,
                info.logicalSectorSize(),
                info.physicalSectorSize(),
                info.blockSize(),
                info.allocatedSize(),
                info.fileSize(),
                info.identifier(),
                info.logReplayed(),
                info.chain(),
                warnings);
    }
}
