package dev.gen2lift.guest.windows;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * A drive letter and the volume that it belongs to.
 *
 * @param letter with its colon: "D:"
 * @param partitionId the partition's GUID in upper case, on a disk with a GPT
 * @param diskSignature eight hexadecimal digits, on a disk with an MBR
 * @param partitionOffset bytes, on a disk with an MBR
 * @param device what else has a letter, such as a DVD drive, by its device name
 */
public record MountedDevice(
        String letter,
        Optional<String> partitionId,
        Optional<String> diskSignature,
        Optional<Long> partitionOffset,
        Optional<String> device) {

    private static final byte[] GPT = "DMIO:ID:".getBytes(StandardCharsets.US_ASCII);
    private static final int MBR_LENGTH = 12;

    static MountedDevice of(String letter, byte[] data) throws BadImageException {
        BinaryCursor cursor = BinaryCursor.of("MountedDevices", letter, 0, data, ByteOrder.LITTLE_ENDIAN);
        if (cursor.has(0, GPT) && data.length >= GPT.length + 16) {
            String id = cursor.at(GPT.length).guid().toString().toUpperCase(Locale.ROOT);
            return new MountedDevice(letter, Optional.of(id), Optional.empty(), Optional.empty(), Optional.empty());
        }
        if (data.length == MBR_LENGTH) {
            String signature = String.format(Locale.ROOT, "%08X", cursor.u32());
            return new MountedDevice(
                    letter, Optional.empty(), Optional.of(signature), Optional.of(cursor.u64()), Optional.empty());
        }
        String device = cursor.utf16le(data.length & ~1);
        return new MountedDevice(letter, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(device));
    }
}
