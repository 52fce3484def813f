package dev.gen2lift.guest.boot;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The version in a portable executable's resources, of which Windows' own parts go by the whole number of an update:
 * 10.0.14393.1198 (Microsoft PE format, "The .rsrc section"; VS_FIXEDFILEINFO, dwFileVersionMS and dwFileVersionLS). Each
 * part is 0 to 65535.
 */
public record FileVersion(int major, int minor, int build, int revision) implements Comparable<FileVersion> {

    private static final Comparator<FileVersion> ORDER = Comparator.comparingInt(FileVersion::major)
            .thenComparingInt(FileVersion::minor)
            .thenComparingInt(FileVersion::build)
            .thenComparingInt(FileVersion::revision);

    private static final String STRUCTURE = "PE version resource";

    /** The resources' tree has three levels: type, name, language. */
    private static final int LEVELS = 3;

    private static final int VERSION_TYPE = 16;
    private static final int DIRECTORY_HEADER = 16;
    private static final int DIRECTORY_ENTRY = 8;

    /** Of one level; kernels have a few dozen. */
    private static final int MAX_ENTRIES = 4096;

    private static final long BELOW = 0x80000000L;
    private static final int DATA_ENTRY = 16;

    /** VS_VERSIONINFO: three lengths, its name in UTF-16, padding; the fixed part follows. */
    private static final int FIXED_AT = 40;

    private static final int FIXED_UP_TO_VERSION = 16;
    private static final long SIGNATURE = 0xFEEF04BDL;

    /**
     * Reads a few hundred bytes of {@code file}.
     *
     * @return empty where it has no version
     * @throws BadImageException where it is no portable executable, or its resources lead outside of it
     */
    public static Optional<FileVersion> of(ByteSource file) throws IOException {
        PeImage image = PeImage.read(file);
        long resources = image.layout().resources();
        if (resources == 0) {
            return Optional.empty();
        }
        List<PeSection> sections = image.sections(file);
        long base = offset(file, sections, resources);
        long at = 0;
        for (int level = 0; level < LEVELS; level++) {
            Optional<Long> next = entry(file, base + at, level == 0);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            boolean leaf = (next.get() & BELOW) == 0;
            if (leaf != (level == LEVELS - 1)) {
                throw corrupt(file, base + at, "a tree that has not " + LEVELS + " levels");
            }
            at = next.get() & ~BELOW;
        }
        long data = cursor(file, base + at, DATA_ENTRY).at(0).u32();
        BinaryCursor fixed = cursor(file, offset(file, sections, data) + FIXED_AT, FIXED_UP_TO_VERSION);
        if (fixed.at(0).u32() != SIGNATURE) {
            throw fixed.corrupt(0, "no signature");
        }
        long high = fixed.at(8).u32();
        long low = fixed.u32();
        return Optional.of(
                new FileVersion((int) (high >>> 16), (int) (high & 0xFFFF), (int) (low >>> 16), (int) (low & 0xFFFF)));
    }

    /** What the entry for versions, or below it the first entry, leads to. */
    private static Optional<Long> entry(ByteSource file, long directory, boolean types) throws IOException {
        BinaryCursor header = cursor(file, directory, DIRECTORY_HEADER);
        int named = header.at(12).u16();
        int count = named + header.u16();
        if (count > MAX_ENTRIES) {
            throw header.limit(12, count + " entries, more than " + MAX_ENTRIES);
        }
        BinaryCursor entries = cursor(file, directory + DIRECTORY_HEADER, count * DIRECTORY_ENTRY);
        for (int i = types ? named : 0; i < count; i++) {
            long id = entries.at(i * DIRECTORY_ENTRY).u32();
            long leadsTo = entries.u32();
            if (!types || id == VERSION_TYPE) {
                return Optional.of(leadsTo);
            }
        }
        return Optional.empty();
    }

    /** Where in the file lies what has this address in memory. */
    private static long offset(ByteSource file, List<PeSection> sections, long address) throws BadImageException {
        return sections.stream()
                .filter(section -> address >= section.address() && address - section.address() < section.size())
                .findFirst()
                .map(section -> section.offset() + address - section.address())
                .orElseThrow(() -> corrupt(file, 0, "address " + address + " is in no section"));
    }

    private static BinaryCursor cursor(ByteSource file, long at, int length) throws IOException {
        return BinaryCursor.read(file, STRUCTURE, at, length, ByteOrder.LITTLE_ENDIAN);
    }

    private static BadImageException corrupt(ByteSource file, long at, String reason) {
        return new BadImageException(BadImageException.Kind.CORRUPT, file.name(), STRUCTURE, at, reason);
    }

    @Override
    public int compareTo(FileVersion other) {
        return ORDER.compare(this, other);
    }

    /** As the properties of a file show it: "6.3.9600.18573". */
    @Override
    public String toString() {
        return major + "." + minor + "." + build + "." + revision;
    }
}
