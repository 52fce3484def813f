package dev.gen2lift.volume;

import java.nio.charset.StandardCharsets;

/** Offsets, sizes and limits of the GUID partition table (UEFI 5.3). Offsets are bytes within the structure. */
final class GptFormat {

    static final String PRIMARY_HEADER = "GPT header";
    static final String PRIMARY_ARRAY = "GPT partition array";
    static final String BACKUP_HEADER = "GPT backup header";
    static final String BACKUP_ARRAY = "GPT backup partition array";

    /** Logical block of the primary header. */
    static final long PRIMARY_LBA = 1;

    static final byte[] SIGNATURE = "EFI PART".getBytes(StandardCharsets.US_ASCII);

    // Header, UEFI table 5.5.
    static final int HEADER_SIZE = 12;
    static final int HEADER_CRC = 16;
    static final int MY_LBA = 24;
    static final int ALTERNATE_LBA = 32;
    static final int LAST_USABLE_LBA = 48;
    static final int ENTRIES_LBA = 72;
    static final int MIN_HEADER_SIZE = 92;

    // Entry, UEFI table 5.6.
    static final int ENTRY_FIRST_LBA = 32;
    static final int ENTRY_NAME = 56;
    static final int ENTRY_NAME_SIZE = 72;

    /** An entry is 128 * 2^n bytes; nobody is known to write more than 128. */
    static final int MIN_ENTRY_SIZE = 128;

    static final int MAX_ENTRY_SIZE = 4096;

    /** Every tool writes 128 entries; the bound keeps the array to 64 MiB. */
    static final int MAX_ENTRIES = 16_384;

    private GptFormat() {}
}
