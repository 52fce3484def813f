package dev.gen2lift.testimages.hyperv;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** The settings of a machine that does not exist, written as Hyper-V writes them: {@code .vmcx} or {@code .xml}. */
public final class ConfigurationBuilder {

    public static final String SCSI = "d422512d-2bf2-4752-809d-7b82b5fcb1b4";
    public static final String IDE = "83f8638b-8dca-4152-9eda-2ca8b33039b4";
    public static final String ETHERNET = "2fc216b0-d2e2-4967-9b6d-b8a5c9ca2778";

    private static final int PAGE = 0x1000;
    private static final int TABLE_AT = 0x3000;
    private static final int ENTRY_HEADER = 21;

    private final Map<String, Object> values = new LinkedHashMap<>();
    private int devices;
    private int controllers;

    private ConfigurationBuilder() {}

    /** A Generation 2 machine with Secure Boot, 2 processors and 4 GiB, and no disks yet. */
    public static ConfigurationBuilder generation2(String name, UUID id) {
        return machine(name, id, 1)
                .set("_ac6b8dc1-3257-4a70-b1b2-a9c9215659ad_/secure_boot_enabled", true)
                .set(
                        "_ac6b8dc1-3257-4a70-b1b2-a9c9215659ad_/secure_boot_template_id",
                        "1734C6E8-3154-4DDA-BA5F-A874CC483422");
    }

    /** A Generation 1 machine that starts from DVD, then disk. */
    public static ConfigurationBuilder generation1(String name, UUID id) {
        return machine(name, id, 0)
                .set("_ac6b8dc1-3257-4a70-b1b2-a9c9215659ad_/boot/device0", "Optical")
                .set("_ac6b8dc1-3257-4a70-b1b2-a9c9215659ad_/boot/device1", "HardDrive");
    }

    private static ConfigurationBuilder machine(String name, UUID id, long subtype) {
        return new ConfigurationBuilder()
                .set("properties/name", name)
                .set("properties/global_id", id.toString())
                .set("properties/subtype", subtype)
                .set("properties/version", 2304L)
                .set("properties/highly_available", false)
                .set("settings/processors/count", 2L)
                .set("settings/memory/bank/size", 4096L)
                .set("settings/memory/bank/reservation", 512L)
                .set("settings/memory/bank/limit", 8192L)
                .set("settings/memory/bank/dynamic_memory_enabled", false)
                .set("global_settings/snapshots/list/size", 0L);
    }

    /**
     * Sets a value.
     *
     * @param path below the configuration, with slashes
     * @param value a String, Long, Boolean or byte[]
     */
    public ConfigurationBuilder set(String path, Object value) {
        values.put("configuration/" + path, value);
        return this;
    }

    /** A SCSI controller with the images at its locations from 0 on. */
    public ConfigurationBuilder scsi(String... images) {
        String node = device(SCSI, "Synthetic SCSI Controller", new UUID(1, controllers++));
        for (int i = 0; i < images.length; i++) {
            set(node + "/controller0/drive" + i + "/type", "VHD");
            set(node + "/controller0/drive" + i + "/pathname", images[i]);
        }
        return this;
    }

    /** A drive of the IDE controllers. */
    public ConfigurationBuilder ide(int controller, int location, String type, String path) {
        String node = "_" + IDE + "_";
        if (!values.containsKey("configuration/" + node + "/VDEVVersion")) {
            device(IDE, "Microsoft Emulated IDE Controller", UUID.fromString(IDE));
        }
        return set(node + "/controller" + controller + "/drive" + location + "/type", type)
                .set(node + "/controller" + controller + "/drive" + location + "/pathname", path);
    }

    /** Adds a device; returns the path of its settings. */
    public String device(String type, String name, UUID instance) {
        String entry = "manifest/vdev" + "%03d".formatted(++devices);
        set(entry + "/device", type)
                .set(entry + "/instance", instance.toString())
                .set(entry + "/name", name);
        String node = "_" + instance + "_";
        set(node + "/VDEVVersion", 512L);
        return node;
    }

    /** As Windows Server 2012 R2 writes it. */
    public byte[] xml() {
        Node root = tree();
        StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-16\" standalone=\"yes\"?>\r\n");
        root.children.values().forEach(node -> node.xml(text));
        return text.insert(0, '\uFEFF').toString().getBytes(StandardCharsets.UTF_16LE);
    }

    /** As Windows Server 2016 and later write it, with one key table. */
    public byte[] vmcx() {
        Node root = tree();
        ByteArrayOutputStream keys = new ByteArrayOutputStream();
        keys.writeBytes(checked(new byte[] {2, 0, 1, 0, 1, 0, 0, 0, 0, 0}, 6));
        root.children.values().forEach(node -> node.keys(keys, 0, 0));
        byte[] table = keys.toByteArray();
        int tableLength = (table.length + ENTRY_HEADER + PAGE) / PAGE * PAGE;
        ByteBuffer file = ByteBuffer.allocate(TABLE_AT + tableLength + PAGE).order(ByteOrder.LITTLE_ENDIAN);
        int log = TABLE_AT + tableLength;
        file.put(0, header(2, log)).put(PAGE, header(1, log));
        file.putInt(2 * PAGE, 0x01110001).putInt(2 * PAGE + 4, 1);
        ByteBuffer object = ByteBuffer.allocate(18).order(ByteOrder.LITTLE_ENDIAN);
        object.put((byte) 2).putInt(0).putLong(TABLE_AT).putInt(tableLength).put((byte) 1);
        file.put(2 * PAGE + 8, checked(object.array(), 1));
        file.put(TABLE_AT, table);
        file.putInt(log, 0x01110003);
        return file.array();
    }

    private static byte[] header(int sequence, long log) {
        ByteBuffer header = ByteBuffer.allocate(0x2e).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0x01282014)
                .putInt(0)
                .putShort((short) sequence)
                .putInt(0x400)
                .putLong(0);
        header.putInt(PAGE).putLong(log).putLong(PAGE).putInt(PAGE);
        return checked(header.array(), 4);
    }

    private static byte[] checked(byte[] bytes, int field) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(field, (int) crc.getValue());
        return bytes;
    }

    private Node tree() {
        Node root = new Node("");
        values.forEach((path, value) -> {
            Node node = root;
            for (String name : path.split("/")) {
                node = node.children.computeIfAbsent(name, Node::new);
            }
            node.value = value;
        });
        return root;
    }

    private static final class Node {
        private final String name;
        private final Map<String, Node> children = new TreeMap<>();
        private @Nullable Object value;

        private Node(String name) {
            this.name = name;
        }

        private void keys(ByteArrayOutputStream out, int parentTable, int parentOffset) {
            int at = out.size();
            byte[] data = data();
            byte[] text = (name + "\0").getBytes(StandardCharsets.UTF_8);
            ByteBuffer entry = ByteBuffer.allocate(ENTRY_HEADER + text.length + data.length)
                    .order(ByteOrder.LITTLE_ENDIAN);
            entry.putShort((short) type()).putInt(entry.capacity());
            entry.putShort((short) parentTable)
                    .putInt(parentOffset)
                    .putInt(0)
                    .putInt(1)
                    .put((byte) text.length);
            entry.put(text).put(data);
            out.writeBytes(entry.array());
            children.values().forEach(child -> child.keys(out, 1, at));
        }

        private int type() {
            if (value instanceof Long) {
                return 3;
            }
            if (value instanceof String) {
                return 6;
            }
            return value instanceof byte[] ? 7 : value instanceof Boolean ? 8 : 9;
        }

        private byte[] data() {
            if (value instanceof Long number) {
                return ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(number)
                        .array();
            }
            if (value instanceof Boolean flag) {
                return new byte[] {(byte) (flag ? 1 : 0), 0, 0, 0};
            }
            byte[] bytes = value instanceof String text
                    ? (text + "\0").getBytes(StandardCharsets.UTF_16LE)
                    : value instanceof byte[] raw ? raw : new byte[0];
            return value == null
                    ? bytes
                    : ByteBuffer.allocate(4 + bytes.length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putInt(bytes.length)
                            .put(bytes)
                            .array();
        }

        private void xml(StringBuilder out) {
            out.append('<').append(name);
            if (value == null) {
                out.append('>');
                children.values().forEach(child -> child.xml(out));
            } else {
                String type = switch (type()) {
                    case 3 -> "integer";
                    case 6 -> "string";
                    case 7 -> "bytes";
                    default -> "bool";
                };
                out.append(" type=\"").append(type).append("\">");
                out.append(value instanceof byte[] raw ? Base64.getEncoder().encodeToString(raw) : escaped(value));
            }
            out.append("</").append(name).append(">\r\n");
        }

        private static String escaped(Object value) {
            return value.toString().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        }
    }
}
