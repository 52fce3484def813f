package dev.gen2lift.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Formats that are told only to be refused by name, with what to do instead, before anyone takes them for a raw disk.
 *
 * @param name as in "this is ..."
 * @param hint what to do, as {@link BadImageException#hint}
 */
record ForeignFormat(String name, String hint) {

    /** Covers the mark that lies farthest from the beginning: that of a CD. */
    private static final int START = 34 << 10;

    private static final int QCOW_ENCRYPTION_AT = 32;

    private static final String QEMU_CONVERTS = "qemu-img convert -O vhdx IN OUT.vhdx makes a VHDX of it first";
    private static final String UNPACK = "unpack it first";
    private static final String NAME_THE_DISK = "it holds no disk; name the VM's .vhdx or .vhd file";

    /** Hyper-V wraps it in a fixed VHD. */
    private static final Mark GUEST_STATE = mark("a VM's guest state (VMGS)", NAME_THE_DISK, 0, "GUESTRTS");

    private static final List<Mark> MARKS = List.of(
            mark("a QCOW image", QEMU_CONVERTS, 0, 'Q', 'F', 'I', 0xFB),
            mark("a QED image", QEMU_CONVERTS, 0, 'Q', 'E', 'D', 0),
            mark("a VMDK image", QEMU_CONVERTS, 0, 'K', 'D', 'M', 'V'),
            mark("a VMDK image", QEMU_CONVERTS, 0, 'C', 'O', 'W', 'D'),
            mark("a VMDK image", QEMU_CONVERTS, 0, "# Disk DescriptorFile"),
            mark("a VirtualBox VDI image", QEMU_CONVERTS, 64, 0x7F, 0x10, 0xDA, 0xBE),
            mark("a Parallels image", QEMU_CONVERTS, 0, "WithoutFreeSpace"),
            mark("a Parallels image", QEMU_CONVERTS, 0, "WithouFreSpacExt"),
            mark("an EWF image", "ewfexport makes a raw image of it first", 0, 'E', 'V', 'F', 9, 13, 10, 0xFF, 0),
            mark("a WIM archive", "it holds files, not a disk", 0, "MSWIM\0\0\0"),
            GUEST_STATE,
            mark("a VM's configuration or saved state (VMCX, VMRS)", NAME_THE_DISK, 0, 0x14, 0x20, 0x28, 0x01),
            mark("a RAR archive", UNPACK, 0, "Rar!\u001a\u0007"),
            mark("a CAB archive", UNPACK, 0, "MSCF\0\0\0\0"),
            mark("compressed with lz4", UNPACK, 0, 0x04, 0x22, 0x4D, 0x18),
            mark("compressed with gzip", UNPACK, 0, 0x1F, 0x8B, 0x08),
            mark("compressed with xz", UNPACK, 0, 0xFD, '7', 'z', 'X', 'Z', 0x00),
            mark("compressed with bzip2", UNPACK, 0, "BZh"),
            mark("compressed with zstd", UNPACK, 0, 0x28, 0xB5, 0x2F, 0xFD),
            mark("a 7z archive", UNPACK, 0, '7', 'z', 0xBC, 0xAF, 0x27, 0x1C),
            mark("a zip archive", UNPACK, 0, 'P', 'K', 3, 4));

    /** What a raw disk may well begin with, so that they count only where nothing says that it is one. */
    private static final List<Mark> MARKS_OF_CONTENT = List.of(
            mark(
                    "encrypted with LUKS",
                    "--format raw takes it as the disk of a guest that has the key",
                    0,
                    'L',
                    'U',
                    'K',
                    'S',
                    0xBA,
                    0xBE),
            mark("encrypted with BitLocker", "--format raw takes it as a raw disk, still encrypted", 3, "-FVE-FS-"),
            mark("a CD or DVD image", "it is no VM's disk; --format raw takes it as one", 32769, "CD001"));

    private record Mark(ForeignFormat format, int at, byte[] bytes) {
        boolean isIn(byte[] start) {
            int end = at + bytes.length;
            return end <= start.length && Arrays.equals(start, at, end, bytes, 0, bytes.length);
        }
    }

    /** What the file is, where it is one of them. */
    static Optional<ForeignFormat> of(ByteSource file) throws IOException {
        return find(MARKS, start(file));
    }

    /** What a VHD is instead of a disk. */
    static Optional<ForeignFormat> ofVhd(ByteSource file) throws IOException {
        return find(List.of(GUEST_STATE), start(file));
    }

    /** What a file that is not said to be a raw disk is, where it is one of them. */
    static Optional<ForeignFormat> ofContent(ByteSource file) throws IOException {
        return find(MARKS_OF_CONTENT, start(file));
    }

    /** What files of this extension are that may have no mark of their own, or that of a disk. */
    static Optional<ForeignFormat> named(String extension) {
        return Optional.ofNullable(
                switch (extension.toLowerCase(Locale.ROOT)) {
                    case "vhds" ->
                        new ForeignFormat("a VHD Set", "name the .avhdx file beside it, which holds the disk");
                    case "vmgs" -> GUEST_STATE.format;
                    case "rct", "mrt" ->
                        new ForeignFormat("a record of changed blocks (" + extension + ")", NAME_THE_DISK);
                    default -> null;
                });
    }

    private static byte[] start(ByteSource file) throws IOException {
        byte[] start = new byte[(int) Math.min(START, file.size())];
        file.read(0, ByteBuffer.wrap(start));
        return start;
    }

    private static Optional<ForeignFormat> find(List<Mark> marks, byte[] start) {
        for (Mark mark : marks) {
            if (mark.isIn(start)) {
                return Optional.of(encrypted(mark.format, start));
            }
        }
        return Optional.empty();
    }

    /** QCOW 1 and 2 have the method of encryption in one place (QEMU, docs/interop/qcow2.txt, "Header"). */
    private static ForeignFormat encrypted(ForeignFormat format, byte[] start) {
        boolean qcow = format.name.contains("QCOW");
        if (!qcow || start.length < QCOW_ENCRYPTION_AT + 4) {
            return format;
        }
        int at = ByteBuffer.wrap(start).getInt(4) == 1 ? QCOW_ENCRYPTION_AT + 4 : QCOW_ENCRYPTION_AT;
        return start.length >= at + 4 && ByteBuffer.wrap(start).getInt(at) != 0
                ? new ForeignFormat(
                        "an encrypted QCOW image", "decrypt it first: qemu-img convert with --object secret,...")
                : format;
    }

    private static Mark mark(String name, String hint, int at, String text) {
        return new Mark(new ForeignFormat(name, hint), at, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static Mark mark(String name, String hint, int at, int... bytes) {
        byte[] narrowed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            narrowed[i] = (byte) bytes[i];
        }
        return new Mark(new ForeignFormat(name, hint), at, narrowed);
    }
}
