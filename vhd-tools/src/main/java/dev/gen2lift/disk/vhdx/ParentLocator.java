package dev.gen2lift.disk.vhdx;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.disk.layer.ImageLayer;
import dev.gen2lift.disk.layer.ParentLink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The parent locator (MS-VHDX 2.6.2.6): keys and values that say which file the parent is.
 *
 * @param offset where the item lies, in bytes
 */
record ParentLocator(long offset, Map<String, String> entries) implements ParentLink {

    static final String NAME = "VHDX parent locator";

    private static final UUID VHDX_TYPE = UUID.fromString("b04aefb7-d19e-4a81-b789-25b8e9445913");
    private static final int MAX_ENTRIES = 256;
    private static final int ENTRIES_AT = 20;
    private static final Pattern GUID =
            Pattern.compile("\\{?([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\\}?");

    private static final String LINKAGE = "parent_linkage";

    /** Set while a parent is being replaced, so that a crash leaves one of the two right. */
    private static final String LINKAGE_2 = "parent_linkage2";

    private static final String RELATIVE_PATH = "relative_path";
    private static final List<String> OTHER_PATHS = List.of("absolute_win32_path", "volume_path");

    ParentLocator {
        entries = Map.copyOf(entries);
    }

    /**
     * Reads an item, little endian.
     *
     * @throws BadImageException CORRUPT where an entry leaves the item or there is no identifier of the parent,
     *     UNSUPPORTED where the locator is of another type, LIMIT where it has too many entries
     */
    static ParentLocator read(BinaryCursor cursor) throws BadImageException {
        UUID type = cursor.guid();
        if (!type.equals(VHDX_TYPE)) {
            throw cursor.unsupported(0, "locator type " + type + " is unknown");
        }
        int count = cursor.skip(2).u16();
        if (count > MAX_ENTRIES) {
            throw cursor.limit(18, count + " entries are more than " + MAX_ENTRIES);
        }
        Map<String, String> entries = new HashMap<>();
        for (int i = 0; i < count; i++) {
            cursor.at(ENTRIES_AT + i * 12);
            long keyAt = cursor.u32();
            long valueAt = cursor.u32();
            int keyLength = cursor.u16();
            int valueLength = cursor.u16();
            entries.put(text(cursor, keyAt, keyLength), text(cursor, valueAt, valueLength));
        }
        ParentLocator locator = new ParentLocator(cursor.offsetOf(0), entries);
        if (locator.linkages().isEmpty()) {
            throw cursor.corrupt(0, "no valid " + LINKAGE);
        }
        return locator;
    }

    private static String text(BinaryCursor cursor, long at, int length) throws BadImageException {
        if (at > cursor.length() - length || length == 0 || length % 2 != 0) {
            throw cursor.corrupt(0, "text of " + length + " bytes at " + at + " leaves the locator");
        }
        return cursor.at((int) at).utf16le(length);
    }

    /** The identifiers of which the parent's has to be one. */
    Set<UUID> linkages() {
        Set<UUID> linkages = new LinkedHashSet<>();
        for (String key : List.of(LINKAGE, LINKAGE_2)) {
            var matcher = GUID.matcher(entries.getOrDefault(key, ""));
            if (matcher.matches()) {
                linkages.add(UUID.fromString(matcher.group(1)));
            }
        }
        return linkages;
    }

    @Override
    public String structure() {
        return NAME;
    }

    @Override
    public List<String> relativePaths() {
        return entries.containsKey(RELATIVE_PATH) ? List.of(entries.getOrDefault(RELATIVE_PATH, "")) : List.of();
    }

    @Override
    public List<String> otherPaths() {
        List<String> paths = new ArrayList<>();
        for (String key : OTHER_PATHS) {
            Optional.ofNullable(entries.get(key)).ifPresent(paths::add);
        }
        return paths;
    }

    @Override
    public Optional<String> mismatch(ImageLayer candidate) {
        if (!(candidate instanceof VhdxLayer parent)) {
            return Optional.of("is not a VHDX");
        }
        return linkages().contains(parent.dataWriteGuid())
                ? Optional.empty()
                : Optional.of("has the data write identifier " + parent.dataWriteGuid() + ", not "
                        + linkages().stream().map(UUID::toString).collect(Collectors.joining(" or ")));
    }

    @Override
    public List<ImageWarning> doubts(ImageLayer parent) {
        return List.of();
    }
}
