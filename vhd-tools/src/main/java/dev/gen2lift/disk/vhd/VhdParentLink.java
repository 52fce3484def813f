package dev.gen2lift.disk.vhd;

import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.disk.layer.ImageLayer;
import dev.gen2lift.disk.layer.ImageSource;
import dev.gen2lift.disk.layer.ParentLink;
import java.io.IOException;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the dynamic header of a differencing VHD says of the parent: its identifier, which has to be right, and the time
 * of its last change, which copying a file may alter.
 */
record VhdParentLink(
        long offset, List<String> relativePaths, List<String> otherPaths, UUID parentId, Instant parentTime)
        implements ParentLink {

    /** Longer than any path that Windows allows, in bytes. */
    private static final int MAX_PATH_LENGTH = 64 << 10;

    VhdParentLink {
        relativePaths = List.copyOf(relativePaths);
        otherPaths = List.copyOf(otherPaths);
    }

    /** @param warnings receives which paths cannot be read */
    static VhdParentLink read(ImageSource file, VhdDynamicHeader header, long headerAt, List<ImageWarning> warnings)
            throws IOException {
        List<String> relative = new ArrayList<>();
        List<String> other = new ArrayList<>();
        for (VhdParentLocator locator : header.locators()) {
            boolean isRelative = locator.platformCode().equals(VhdParentLocator.RELATIVE);
            if (!isRelative && !locator.platformCode().equals(VhdParentLocator.ABSOLUTE)) {
                continue;
            }
            long length = locator.length();
            if (length > MAX_PATH_LENGTH || locator.offset() < 0 || locator.offset() > file.size() - length) {
                warnings.add(new ImageWarning(
                        "VHD parent locator",
                        headerAt,
                        "path of " + length + " bytes at " + locator.offset() + " lies outside of the file"));
                continue;
            }
            String path = BinaryCursor.read(
                            file, "VHD parent locator", locator.offset(), (int) length, ByteOrder.LITTLE_ENDIAN)
                    .utf16le((int) length);
            if (!path.isEmpty()) {
                (isRelative ? relative : other).add(path);
            }
        }
        if (!header.parentName().isEmpty()) {
            other.add(header.parentName());
        }
        return new VhdParentLink(headerAt, relative, other, header.parentId(), header.parentTime());
    }

    @Override
    public String structure() {
        return VhdDynamicHeader.NAME;
    }

    @Override
    public Optional<String> mismatch(ImageLayer candidate) {
        if (!(candidate instanceof VhdLayer parent)) {
            return Optional.of("is not a VHD");
        }
        UUID id = parent.footer().uniqueId();
        return id.equals(parentId) ? Optional.empty() : Optional.of("has the identifier " + id + ", not " + parentId);
    }

    @Override
    public List<ImageWarning> doubts(ImageLayer candidate) {
        boolean asItWas = candidate instanceof VhdLayer parent
                && (parentTime.equals(parent.footer().timestamp())
                        || parentTime.equals(parent.lastModified().truncatedTo(ChronoUnit.SECONDS)));
        return asItWas
                ? List.of()
                : List.of(new ImageWarning(
                        VhdDynamicHeader.NAME,
                        offset,
                        "the parent was last changed at " + parentTime
                                + " by this disk, but at another time by itself"));
    }
}
