package dev.gen2lift.guest.boot;

import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The folder that a GRUB for EFI was built to look for its configuration in, whatever folder it lies in itself (GRUB,
 * include/grub/kernel.h: the objects behind struct grub_module_info64, in the section {@value #SECTION}).
 */
final class GrubPrefix {

    static final String SECTION = "mods";

    private static final String STRUCTURE = "GRUB modules";
    private static final byte[] MAGIC = "mimg".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_SIZE = 24;
    private static final int OBJECT_HEADER_SIZE = 8;
    private static final int TYPE_PREFIX = 3;

    /** A path as long as file systems allow. */
    private static final int MAX_PREFIX = 4096;

    /** Those that distributions sign have some 130. */
    private static final int MAX_OBJECTS = 1024;

    private GrubPrefix() {}

    /** The folder, "/EFI/debian"; empty where the section holds no such object. */
    static Optional<String> read(ByteSource file, PeSection section) throws IOException {
        if (section.size() < HEADER_SIZE) {
            return Optional.empty();
        }
        BinaryCursor header =
                BinaryCursor.read(file, STRUCTURE, section.offset(), HEADER_SIZE, ByteOrder.LITTLE_ENDIAN);
        if (!header.has(0, MAGIC)) {
            return Optional.empty();
        }
        long first = header.at(8).size64();
        long size = header.size64();
        if (size > section.size() || first > section.size()) {
            throw header.corrupt(8, "objects at " + first + " of " + size + " bytes leave the section");
        }
        long end = section.offset() + size;
        long at = section.offset() + first;
        for (int count = 0; at <= end - OBJECT_HEADER_SIZE; count++) {
            BinaryCursor object = BinaryCursor.read(file, STRUCTURE, at, OBJECT_HEADER_SIZE, ByteOrder.LITTLE_ENDIAN);
            long type = object.u32();
            long length = object.u32();
            if (length < OBJECT_HEADER_SIZE || length > end - at) {
                throw object.corrupt(4, "object of " + length + " bytes leaves the section");
            }
            if (count == MAX_OBJECTS) {
                throw object.limit(0, "more than " + MAX_OBJECTS + " objects");
            }
            if (type == TYPE_PREFIX) {
                int text = (int) Math.min(length - OBJECT_HEADER_SIZE, MAX_PREFIX);
                BinaryCursor value =
                        BinaryCursor.read(file, STRUCTURE, at + OBJECT_HEADER_SIZE, text, ByteOrder.LITTLE_ENDIAN);
                return Optional.of(value.ascii(text).replaceAll("\0.*", ""));
            }
            at += length;
        }
        return Optional.empty();
    }
}
