package dev.gen2lift.guest.boot;

import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.guest.Architecture;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What the headers of a portable executable say (Microsoft PE format, "PE header", "Optional header").
 *
 * @param subsystem 10 for an EFI application
 * @param certificatesOffset first byte of the attribute certificate table within the file; 0 where there is none
 * @param certificatesSize its length in bytes; 0 where there is none
 * @param layout where the parts lie that a signature's digest leaves out
 */
public record PeImage(
        Architecture architecture, int subsystem, long certificatesOffset, long certificatesSize, Layout layout) {

    /**
     * Positions within the file, in bytes.
     *
     * @param checksum the 32-bit checksum in the optional header
     * @param certificateEntry the directory entry of the attribute certificate table; -1 where there is none
     * @param headersSize of all headers, rounded up by the linker
     * @param resources address in memory of the resources' tree; 0 where there is none
     * @param sectionTable the first section header
     * @param names the string table, for names of sections of more than eight bytes; 0 where there is none
     */
    record Layout(
            long checksum,
            long certificateEntry,
            long headersSize,
            long resources,
            long sectionTable,
            int sectionCount,
            long names) {}

    private static final String STRUCTURE = "PE header";
    private static final int SUBSYSTEM_EFI_APPLICATION = 10;

    private static final int DOS_HEADER_SIZE = 64;
    private static final int DOS_PE_OFFSET = 0x3C;

    /** Linkers put the header within the first page or two; a DOS stub longer than this is not one. */
    private static final int MAX_PE_OFFSET = 1 << 20;

    private static final int SIGNATURE_AND_FILE_HEADER = 24;
    private static final int SYMBOL_SIZE = 18;
    private static final int MAX_OPTIONAL_HEADER = 4096;
    private static final int MAGIC_PE32 = 0x10B;
    private static final int MAGIC_PE32_PLUS = 0x20B;
    private static final int HEADERS_SIZE = 60;
    private static final int CHECKSUM = 64;
    private static final int SUBSYSTEM = 68;
    private static final int RESOURCE_DIRECTORY = 2;
    private static final int CERTIFICATE_DIRECTORY = 4;
    private static final int DIRECTORY_SIZE = 8;

    /** What Windows' loader takes at most. */
    private static final int MAX_SECTIONS = 96;

    /**
     * Reads the headers of {@code file}.
     *
     * @throws dev.gen2lift.disk.BadImageException where it is no portable executable
     */
    public static PeImage read(ByteSource file) throws IOException {
        BinaryCursor dos = BinaryCursor.read(file, STRUCTURE, 0, DOS_HEADER_SIZE, ByteOrder.LITTLE_ENDIAN);
        if (!dos.has(0, new byte[] {'M', 'Z'})) {
            throw dos.corrupt(0, "no signature MZ");
        }
        long at = dos.at(DOS_PE_OFFSET).u32();
        if (at > MAX_PE_OFFSET) {
            throw dos.limit(DOS_PE_OFFSET, "the header at " + at + " is beyond " + MAX_PE_OFFSET);
        }
        BinaryCursor header =
                BinaryCursor.read(file, STRUCTURE, at, SIGNATURE_AND_FILE_HEADER, ByteOrder.LITTLE_ENDIAN);
        if (!header.has(0, "PE\0\0".getBytes(StandardCharsets.US_ASCII))) {
            throw header.corrupt(0, "no signature PE");
        }
        int machine = header.at(4).u16();
        int sections = header.at(6).u16();
        long symbols = header.at(12).u32();
        long symbolCount = header.u32();
        int optionalSize = header.u16();
        if (optionalSize > MAX_OPTIONAL_HEADER) {
            throw header.limit(20, "optional header of " + optionalSize + " bytes");
        }
        BinaryCursor optional = BinaryCursor.read(
                file, STRUCTURE, at + SIGNATURE_AND_FILE_HEADER, optionalSize, ByteOrder.LITTLE_ENDIAN);
        int magic = optional.at(0).u16();
        if (magic != MAGIC_PE32 && magic != MAGIC_PE32_PLUS) {
            throw optional.corrupt(0, String.format("optional header magic %X", magic));
        }
        int subsystem = optional.at(SUBSYSTEM).u16();
        int directories = magic == MAGIC_PE32 ? 96 : 112;
        long count = optional.at(directories - 4).u32();
        boolean certified = count > CERTIFICATE_DIRECTORY;
        int entry = directories + CERTIFICATE_DIRECTORY * DIRECTORY_SIZE;
        Layout layout = new Layout(
                optional.offsetOf(CHECKSUM),
                certified ? optional.offsetOf(entry) : -1,
                optional.at(HEADERS_SIZE).u32(),
                count > RESOURCE_DIRECTORY
                        ? optional.at(directories + RESOURCE_DIRECTORY * DIRECTORY_SIZE)
                                .u32()
                        : 0,
                optional.offsetOf(optionalSize),
                sections,
                symbols == 0 ? 0 : symbols + symbolCount * SYMBOL_SIZE);
        if (!certified) {
            return new PeImage(architecture(machine), subsystem, 0, 0, layout);
        }
        // Unlike the other directories this one holds a position in the file.
        long offset = optional.at(entry).u32();
        long size = optional.u32();
        return new PeImage(architecture(machine), subsystem, size == 0 ? 0 : offset, size, layout);
    }

    /** The sections in the table's order; {@code file} is what these headers were read from. */
    List<PeSection> sections(ByteSource file) throws IOException {
        int count = layout.sectionCount();
        int size = Math.min(count, MAX_SECTIONS) * PeSection.HEADER_SIZE;
        BinaryCursor table =
                BinaryCursor.read(file, "PE section table", layout.sectionTable(), size, ByteOrder.LITTLE_ENDIAN);
        if (count > MAX_SECTIONS) {
            throw table.limit(0, count + " sections, more than " + MAX_SECTIONS);
        }
        List<PeSection> sections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sections.add(PeSection.read(table, i * PeSection.HEADER_SIZE, file, layout.names()));
        }
        return sections;
    }

    public boolean isEfiApplication() {
        return subsystem == SUBSYSTEM_EFI_APPLICATION;
    }

    private static Architecture architecture(int machine) {
        return switch (machine) {
            case 0x8664 -> Architecture.X64;
            case 0x014C -> Architecture.X86;
            case 0xAA64 -> Architecture.ARM64;
            case 0x01C0, 0x01C2, 0x01C4 -> Architecture.ARM;
            default -> Architecture.UNKNOWN;
        };
    }
}
