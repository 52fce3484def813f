package dev.gen2lift.filesystem.ntfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import java.util.List;

/**
 * Turns attributes into the bytes that they store.
 *
 * @param volume what clusters are read from
 */
record Storage(ByteSource volume, NtfsBootSector boot) {

    /** The runs of an attribute's first part; more can be appended. */
    RunList runs(Attribute first) throws BadImageException {
        RunList runs = new RunList(boot.clusterSize(), boot.clusters());
        runs.append(first);
        return runs;
    }

    /**
     * The bytes of an attribute.
     *
     * @param name what messages call it
     * @param parts all of its parts in order, at least one
     */
    FileData data(String name, List<Attribute> parts) throws BadImageException {
        Attribute first = parts.get(0);
        if (first.resident()) {
            return new ResidentData(name, first.value("NTFS attribute value"));
        }
        if ((first.flags() & Attribute.ENCRYPTED) != 0) {
            throw unsupported(first, "encrypted by the file system (EFS)");
        }
        RunList runs = runs(first);
        for (Attribute part : parts.subList(1, parts.size())) {
            runs.append(part);
        }
        return switch (first.flags() & Attribute.COMPRESSED) {
            case 0 -> new RunData(name, volume, runs, boot.clusterSize(), first.size(), first.initializedSize());
            case 1 -> CompressedData.of(name, volume, runs, boot.clusterSize(), first);
            default -> throw unsupported(first, "unknown compression " + (first.flags() & Attribute.COMPRESSED));
        };
    }

    /** The bytes of an attribute that is known to be plain runs. */
    FileData plain(String name, RunList runs, Attribute first) throws BadImageException {
        return new RunData(name, volume, runs, boot.clusterSize(), first.size(), first.initializedSize());
    }

    private static BadImageException unsupported(Attribute attribute, String reason) {
        return attribute.raw().unsupported(12, reason);
    }
}
