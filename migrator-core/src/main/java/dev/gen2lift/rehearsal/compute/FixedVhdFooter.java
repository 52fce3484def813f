package dev.gen2lift.rehearsal.compute;

import dev.gen2lift.rehearsal.arm.ArmFailure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What Azure demands of the last 512 bytes of an upload: the footer of a fixed VHD (Virtual Hard Disk Image Format
 * Specification 1.0, "Hard Disk Footer Format"), big endian. Written apart from the product's own reader on purpose.
 */
final class FixedVhdFooter {

    static final int SIZE = 512;

    private static final byte[] COOKIE = "conectix".getBytes(StandardCharsets.US_ASCII);
    private static final int DATA_OFFSET_AT = 16;
    private static final int CURRENT_SIZE_AT = 48;
    private static final int TYPE_AT = 60;
    private static final int CHECKSUM_AT = 64;
    private static final int FIXED = 2;

    private FixedVhdFooter() {}

    /**
     * Lets pass the footer of a fixed VHD of {@code capacity} bytes.
     *
     * @param disk how messages call the disk
     * @throws ArmFailure {@code InvalidVhd}
     */
    static void check(ByteBuffer footer, long capacity, String disk) throws ArmFailure {
        byte[] cookie = new byte[COOKIE.length];
        footer.get(0, cookie);
        if (!Arrays.equals(cookie, COOKIE)) {
            throw invalid("The specified cookie value in VHD footer indicates that " + disk
                    + " is not a supported VHD. Disk is expected to have cookie value 'conectix'.");
        }
        int expected = checksum(footer);
        int found = footer.getInt(CHECKSUM_AT);
        if (found != expected) {
            throw invalid(String.format(
                    "The checksum %08x in the VHD footer of %s does not match its content, whose checksum is %08x.",
                    found, disk, expected));
        }
        int type = footer.getInt(TYPE_AT);
        if (type != FIXED || footer.getLong(DATA_OFFSET_AT) != -1L) {
            throw invalid("The VHD footer of " + disk + " has disk type " + type
                    + ". Only fixed VHDs, which have disk type 2, are supported.");
        }
        long size = footer.getLong(CURRENT_SIZE_AT);
        if (size != capacity) {
            throw invalid("The VHD footer of " + disk + " states a size of " + size + " bytes, but the disk has "
                    + capacity + ".");
        }
    }

    /** The one's complement of the sum of all bytes but the checksum's own four. */
    private static int checksum(ByteBuffer footer) {
        int sum = 0;
        for (int i = 0; i < SIZE; i++) {
            if (i < CHECKSUM_AT || i >= CHECKSUM_AT + 4) {
                sum += Byte.toUnsignedInt(footer.get(i));
            }
        }
        return ~sum;
    }

    private static ArmFailure invalid(String message) {
        return new ArmFailure(400, "InvalidVhd", message);
    }
}
