package dev.gen2lift.guest;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of BitLocker's metadata that is not encrypted: by what the volume can be unlocked (libbde, "BitLocker Drive
 * Encryption (BDE) format specification"; cryptsetup, lib/bitlk). Of Windows 7 and later; Vista's is told by its boot sector
 * alone.
 */
final class BitLockerMetadata {

    private static final String STRUCTURE = "BitLocker metadata";

    private static final int SECTOR = 512;

    /** Where the boot sector has the places of three copies. */
    private static final int COPIES_AT = 0xB0;

    private static final int COPIES_AT_TO_GO = 0x1B8;
    private static final int COPIES = 3;

    /** Of a block's header, and of the header of what is in it. */
    private static final int BLOCK_HEADER = 64;

    private static final int HEADER = 48;
    private static final byte[] SIGNATURE = "-FVE-FS-".getBytes(StandardCharsets.US_ASCII);

    /** A copy takes 64 KiB. */
    private static final int MAX_SIZE = 64 << 10;

    private static final int ENTRY_HEADER = 8;
    private static final int TYPE_MASTER_KEY = 2;
    private static final int PROTECTION_AT = 26;
    private static final int CLEAR_KEY = 0;

    private BitLockerMetadata() {}

    /**
     * Reads the first copy that is whole.
     *
     * @throws BadImageException where none is
     */
    static Encryption read(ByteSource volume) throws IOException {
        BinaryCursor boot = BinaryCursor.read(volume, STRUCTURE, 0, SECTOR, ByteOrder.LITTLE_ENDIAN);
        boot.at(boot.has(3, SIGNATURE) ? COPIES_AT : COPIES_AT_TO_GO);
        List<Long> copies = new ArrayList<>();
        for (int i = 0; i < COPIES; i++) {
            copies.add(boot.u64());
        }
        BadImageException first = null;
        for (long copy : copies) {
            try {
                return read(volume, copy);
            } catch (BadImageException e) {
                first = first == null ? e : first;
            }
        }
        throw first == null ? boot.corrupt(COPIES_AT, "no copies") : first;
    }

    private static Encryption read(ByteSource volume, long at) throws IOException {
        if (at < SECTOR || at > volume.size() - BLOCK_HEADER - HEADER) {
            throw new BadImageException(
                    BadImageException.Kind.CORRUPT, volume.name(), STRUCTURE, Math.max(0, at), "outside of the volume");
        }
        BinaryCursor header = BinaryCursor.read(volume, STRUCTURE, at, BLOCK_HEADER + HEADER, ByteOrder.LITTLE_ENDIAN);
        if (!header.has(0, SIGNATURE)) {
            throw header.corrupt(0, "no signature -FVE-FS-");
        }
        long size = header.at(BLOCK_HEADER).u32();
        int method = header.at(BLOCK_HEADER + 36).u16();
        if (size < HEADER || size > MAX_SIZE) {
            throw header.corrupt(BLOCK_HEADER, size + " bytes of metadata");
        }
        BinaryCursor entries = BinaryCursor.read(
                volume, STRUCTURE, at + BLOCK_HEADER + HEADER, (int) size - HEADER, ByteOrder.LITTLE_ENDIAN);
        List<Integer> protections = protections(entries);
        return new Encryption(
                protections.contains(CLEAR_KEY),
                method(method),
                protections.stream().map(BitLockerMetadata::protector).toList());
    }

    private static List<Integer> protections(BinaryCursor entries) throws BadImageException {
        List<Integer> found = new ArrayList<>();
        int at = 0;
        while (at <= entries.length() - ENTRY_HEADER) {
            int length = entries.at(at).u16();
            int type = entries.u16();
            if (length == 0) {
                break;
            }
            if (length < ENTRY_HEADER || length > entries.length() - at) {
                throw entries.corrupt(at, "entry of " + length + " bytes");
            }
            if (type == TYPE_MASTER_KEY && length >= ENTRY_HEADER + PROTECTION_AT + 2) {
                found.add(entries.at(at + ENTRY_HEADER + PROTECTION_AT).u16());
            }
            at += length;
        }
        return found;
    }

    private static String protector(int protection) {
        return switch (protection) {
            case CLEAR_KEY -> "clear-key";
            case 0x0100 -> "tpm";
            case 0x0200 -> "startup-key";
            case 0x0500 -> "tpm-and-pin";
            case 0x0800 -> "recovery-password";
            case 0x2000 -> "password";
            default -> String.format("unknown %04x", protection);
        };
    }

    private static String method(int method) {
        return switch (method) {
            case 0x8000 -> "aes-128-cbc-diffuser";
            case 0x8001 -> "aes-256-cbc-diffuser";
            case 0x8002 -> "aes-128-cbc";
            case 0x8003 -> "aes-256-cbc";
            case 0x8004 -> "xts-aes-128";
            case 0x8005 -> "xts-aes-256";
            default -> String.format("unknown %04x", method);
        };
    }
}
