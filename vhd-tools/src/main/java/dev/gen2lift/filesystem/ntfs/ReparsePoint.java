package dev.gen2lift.filesystem.ntfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What stands in for a file or folder (MS-FSCC 2.1.2): a link, or the sign that its bytes are kept in another way.
 *
 * @param tag which kind it is
 * @param raw the whole attribute, header included
 */
record ReparsePoint(int tag, BinaryCursor raw) {

    private static final String STRUCTURE = "NTFS reparse point";

    /** The size that MS-FSCC allows. */
    private static final int MAX_SIZE = 16 << 10;

    private static final int HEADER = 8;
    private static final int MOUNT_POINT = 0xA000_0003;
    private static final int SYMBOLIC_LINK = 0xA000_000C;
    private static final int LINUX_SYMBOLIC_LINK = 0xA000_001D;
    private static final int WOF = 0x8000_0017;
    private static final int DEDUPLICATED = 0x8000_0013;

    /** OneDrive and its like have sixteen tags, which differ in these bits. */
    private static final int CLOUD = 0x9000_001A;

    private static final int CLOUD_BITS = 0xF000;

    static ReparsePoint read(ByteSource content) throws IOException {
        if (content.size() < HEADER || content.size() > MAX_SIZE) {
            throw new BadImageException(
                    BadImageException.Kind.CORRUPT,
                    content.name(),
                    STRUCTURE,
                    0,
                    "reparse point of " + content.size() + " bytes");
        }
        BinaryCursor raw = BinaryCursor.read(content, STRUCTURE, 0, (int) content.size(), ByteOrder.LITTLE_ENDIAN);
        return new ReparsePoint((int) raw.u32(), raw);
    }

    boolean isLink() {
        return tag == MOUNT_POINT || tag == SYMBOLIC_LINK || tag == LINUX_SYMBOLIC_LINK;
    }

    /** Whether the file's bytes are compressed by the Windows Overlay Filter, as on a system with Compact OS. */
    boolean isWof() {
        return tag == WOF;
    }

    /** Sockets, pipes and devices of the Windows Subsystem for Linux: 23 to 26, without 1D. */
    boolean isSpecial() {
        return tag >= 0x8000_0023 && tag <= 0x8000_0026;
    }

    /** What has the file's bytes instead of NTFS. */
    String keeper() {
        if (tag == DEDUPLICATED) {
            return "deduplicated, its content is kept in the chunk store of the volume";
        }
        if ((tag & ~CLOUD_BITS) == CLOUD) {
            return "kept by a cloud provider";
        }
        return String.format("kept by the filter of reparse tag 0x%08X", tag);
    }

    /** Where a link leads: the name for people where there is one, as the other begins with a device. */
    String target() throws BadImageException {
        int length = raw.at(4).u16();
        if (length > raw.length() - HEADER) {
            throw raw.corrupt(4, "data of " + length + " bytes leave the reparse point");
        }
        if (tag == LINUX_SYMBOLIC_LINK) {
            // A version number, then the target to the end.
            raw.at(HEADER).skip(4);
            return new String(raw.bytes(Math.max(0, length - 4)), StandardCharsets.UTF_8);
        }
        int substituteAt = raw.at(HEADER).u16();
        int substituteLength = raw.u16();
        int printAt = raw.u16();
        int printLength = raw.u16();
        int names = tag == SYMBOLIC_LINK ? HEADER + 12 : HEADER + 8;
        return printLength > 0
                ? Attribute.name(raw, names + printAt, printLength / 2)
                : Attribute.name(raw, names + substituteAt, substituteLength / 2);
    }
}
