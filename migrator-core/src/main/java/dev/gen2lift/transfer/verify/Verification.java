package dev.gen2lift.transfer.verify;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a verification found.
 *
 * @param method how the two were compared
 * @param virtualSize bytes of the source's virtual disk
 * @param targetVirtualSize bytes of the disk in Azure, without its footer
 * @param bytesStored bytes of the pages that the target holds of the disk
 * @param bytesRead of the target
 * @param firstDifference offset of the first byte that differs, or of the first byte of a 4 MiB chunk whose digest does;
 *     empty where nothing differs, or where the difference is not one of content
 * @param difference what differs first, as a clause; empty where nothing does
 * @param root of the digest tree that was used, in hexadecimal
 */
public record Verification(
        Method method,
        long virtualSize,
        long targetVirtualSize,
        long bytesStored,
        long bytesRead,
        OptionalLong firstDifference,
        Optional<String> difference,
        Optional<String> root) {

    /** How source and target were compared. */
    public enum Method {
        /** Sizes, footer, and the maps of what is stored; what only one of them stores was read, and has to be zero. */
        MAPS,
        /** Everything that either of them stores was read and compared. */
        CONTENT,
        /** Everything that the target stores was read and compared with the digests that the upload left. */
        DIGESTS
    }

    public boolean same() {
        return difference.isEmpty();
    }
}
