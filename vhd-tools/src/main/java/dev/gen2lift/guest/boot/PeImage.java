package dev.gen2lift.guest.boot;

import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.guest.Architecture;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What the headers of a portable executable say (Microsoft PE format, "PE header", "Optional header").
 *
 * @param subsystem 10 for an EFI application
 * @param certificatesOffset first byte of the attribute certificate table within the file; 0 where there is none
 * @param certificatesSize its length in bytes; 0 where there is none
 */
public record PeImage(Architecture architecture, int subsystem, long certificatesOffset, long certificatesSize) {

    private static final String STRUCTURE = "PE header";
    private static final int SUBSYSTEM_EFI_APPLICATION = 10;

    private static final int DOS_HEADER_SIZE = 64;
    private static final int DOS_PE_OFFSET = 0x3C;

    /** Linkers put the header within the first page or two; a DOS stub longer than this is not one. */
    private static final int MAX_PE_OFFSET = 1 << 20;

    private static final int SIGNATURE_AND_FILE_HEADER = 24;
    private static final int MAX_OPTIONAL_HEADER = 4096;
    private static final int MAGIC_PE32 = 0x10B;
    private static final int MAGIC_PE32_PLUS = 0x20B;
    private static final int SUBSYSTEM = 68;
    private static final int CERTIFICATE_DIRECTORY = 4;

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
        int optionalSize = header.at(20).u16();
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
        if (count <= CERTIFICATE_DIRECTORY) {
            return new PeImage(architecture(machine), subsystem, 0, 0);
        }
        // Unlike the other directories this one holds a position in the file.
        long offset = optional.at(directories + CERTIFICATE_DIRECTORY * 8).u32();
        long size = optional.u32();
        return new PeImage(architecture(machine), subsystem, size == 0 ? 0 : offset, size);
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
