package dev.gen2lift.testimages.vhdx;

import dev.gen2lift.testimages.Guid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Where a differencing disk looks for its parent, as keys and values in the order written (2.6.2.6). */
public record ParentLocator(Map<String, String> entries) {

    public ParentLocator {
        entries = new LinkedHashMap<>(entries);
    }

    /** With no entries. */
    public static ParentLocator empty() {
        return new ParentLocator(Map.of());
    }

    /**
     * As Hyper-V writes it.
     *
     * @param parentDataWriteId the parent's data write GUID
     * @param relativePath with backslashes, for example {@code .\parent.vhdx}
     */
    public static ParentLocator of(UUID parentDataWriteId, String relativePath) {
        return empty().with("parent_linkage", linkage(parentDataWriteId)).with("relative_path", relativePath);
    }

    /** An identifier as the linkage keys have it: in braces. */
    public static String linkage(UUID id) {
        return "{" + id.toString().toLowerCase(Locale.ROOT) + "}";
    }

    public ParentLocator with(String key, String value) {
        ParentLocator copy = new ParentLocator(entries);
        copy.entries.put(key, value);
        return copy;
    }

    public ParentLocator without(String key) {
        ParentLocator copy = new ParentLocator(entries);
        copy.entries.remove(key);
        return copy;
    }

    /** The metadata item's value; offsets count from its beginning (2.6.2.6.2). */
    byte[] toBytes() {
        int text = 20 + 12 * entries.size();
        int length = text;
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            length += 2 * (entry.getKey().length() + entry.getValue().length());
        }
        ByteBuffer bytes = ByteBuffer.allocate(length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(Guid.mixedEndian(VhdxFormat.VHDX_PARENT_LOCATOR))
                .putShort((short) 0)
                .putShort((short) entries.size());
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            byte[] key = entry.getKey().getBytes(StandardCharsets.UTF_16LE);
            byte[] value = entry.getValue().getBytes(StandardCharsets.UTF_16LE);
            bytes.putInt(text)
                    .putInt(text + key.length)
                    .putShort((short) key.length)
                    .putShort((short) value.length);
            bytes.put(text, key).put(text + key.length, value);
            text += key.length + value.length;
        }
        return bytes.array();
    }
}
