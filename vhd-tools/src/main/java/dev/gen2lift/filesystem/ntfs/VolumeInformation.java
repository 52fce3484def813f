package dev.gen2lift.filesystem.ntfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.io.IOException;
import java.util.Optional;

/**
 * What the file $Volume says of the volume (ntfs-3g, layout.h, VOLUME_INFORMATION).
 *
 * @param major 3 since Windows 2000
 * @param dirty whether Windows wants to check the volume when it next starts
 */
record VolumeInformation(int major, int minor, boolean dirty, Optional<String> label) {

    private static final int DIRTY = 1;

    static VolumeInformation read(NtfsFile file) throws IOException {
        Optional<Attribute> information =
                file.first(Attribute.VOLUME_INFORMATION, "").filter(Attribute::resident);
        if (information.isEmpty()) {
            throw file.corrupt("no information on the volume");
        }
        BinaryCursor value = information.get().value("NTFS volume information");
        int major = value.at(8).u8();
        int minor = value.u8();
        int flags = value.u16();
        return new VolumeInformation(major, minor, (flags & DIRTY) != 0, label(file));
    }

    private static Optional<String> label(NtfsFile file) throws IOException {
        Optional<Attribute> name = file.first(Attribute.VOLUME_NAME, "").filter(Attribute::resident);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        BinaryCursor value = name.get().value("NTFS volume name");
        return Optional.of(Attribute.name(value, 0, value.length() / 2)).filter(label -> !label.isBlank());
    }

    /** @throws BadImageException UNSUPPORTED where the version is not that of Windows 2000 and later */
    void requireKnown(NtfsFile file) throws BadImageException {
        if (major != 3) {
            throw file.failure(BadImageException.Kind.UNSUPPORTED, "NTFS version " + major + "." + minor);
        }
    }
}
