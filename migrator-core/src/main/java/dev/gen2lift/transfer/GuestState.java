package dev.gen2lift.transfer;

import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobType;
import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.vhd.VhdFooter;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A VM's guest state: the UEFI variables and the virtual TPM of a Trusted Launch VM, in a VMGS file, which is a fixed VHD
 * of a few MiB. It goes into a page blob beside the disk's, whole each time.
 *
 * @param length bytes of the file, footer included; a multiple of 512
 */
public record GuestState(Path file, long length) {

    /** Two headers, the table of files and one file, in blocks of 4096 bytes, and the footer. */
    static final long SMALLEST = 4 * 4096 + VhdFooter.LENGTH;

    /** Azure's own have 4 MiB and the footer; what is beyond this is not a guest state, but a disk. */
    static final long LARGEST = (64L << 20) + VhdFooter.LENGTH;

    private static final String STRUCTURE = "guest state (VMGS)";
    private static final byte[] SIGNATURE = "GUESTRTS".getBytes(StandardCharsets.US_ASCII);

    /** The first header, and the second by the sector size of whoever wrote it; either may be the valid one. */
    private static final int[] HEADERS = {0, 512, 4096};

    private static final int PAGE = 512;

    /**
     * Looks at a file, lightly: what is inside the guest state is its VM's own.
     *
     * @throws BadImageException where it cannot be a guest state that Azure takes
     */
    public static GuestState of(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long length = channel.size();
            if (length < SMALLEST) {
                throw bad(BadImageException.Kind.TRUNCATED, file, length, "a guest state is not that short");
            }
            if (length > LARGEST) {
                throw bad(
                        BadImageException.Kind.LIMIT,
                        file,
                        LARGEST,
                        "it has " + length + " bytes, a guest state up to " + LARGEST);
            }
            if (length % PAGE != 0) {
                throw bad(
                        BadImageException.Kind.UNSUPPORTED,
                        file,
                        length,
                        "its " + length + " bytes are not whole sectors of 512");
            }
            requireFooter(channel, file, length);
            requireHeader(channel, file);
            return new GuestState(file, length);
        }
    }

    private static void requireFooter(FileChannel channel, Path file, long length) throws IOException {
        long at = length - VhdFooter.LENGTH;
        VhdFooter footer = VhdFooter.read(BinaryCursor.of(
                file.toString(),
                STRUCTURE + " footer",
                at,
                read(channel, at, VhdFooter.LENGTH).array(),
                ByteOrder.BIG_ENDIAN));
        if (footer.diskType() != VhdFooter.FIXED || footer.currentSize() != at) {
            throw bad(
                    BadImageException.Kind.CORRUPT,
                    file,
                    at,
                    "its footer is not that of a fixed VHD of " + at + " bytes");
        }
    }

    private static void requireHeader(FileChannel channel, Path file) throws IOException {
        for (int at : HEADERS) {
            if (Arrays.equals(read(channel, at, SIGNATURE.length).array(), SIGNATURE)) {
                return;
            }
        }
        throw bad(BadImageException.Kind.UNSUPPORTED, file, 0, "no signature \"GUESTRTS\": it is no guest state");
    }

    /**
     * Writes it into its blob, over whatever an earlier run wrote there.
     *
     * @throws AzureRequestException where the blob is of another type or too small, or the service refuses
     */
    public void send(PageBlobConnection connection, PageBlobAddress address, Sending sending) throws IOException {
        BlobCalls.readable(
                address,
                () -> checkRoom(
                        connection
                                .client(address)
                                .getProperties()
                                .blockOptional()
                                .orElseThrow(),
                        address,
                        sending.progress()));
        PageSender sender = new PageSender(connection, PageBlobAccess.of(address), sending);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (long at = 0; at < length; at += PageBlobTarget.MAX_PUT_PAGE) {
                sender.send(at, read(channel, at, (int) Math.min(PageBlobTarget.MAX_PUT_PAGE, length - at)));
            }
        }
    }

    private void checkRoom(BlobProperties blob, PageBlobAddress address, TransferProgress progress)
            throws AzureRequestException {
        if (blob.getBlobType() != BlobType.PAGE_BLOB || blob.getBlobSize() < length) {
            throw new AzureRequestException(
                    0,
                    AzureRequestException.UNEXPECTED_STATE,
                    "the guest state has " + length + " bytes and does not fit: Azure keeps a " + blob.getBlobType()
                            + " of " + blob.getBlobSize() + " bytes for it",
                    address.redacted(),
                    "give a guest state of that size; Azure's own have 4 MiB and 512 bytes");
        }
        if (blob.getBlobSize() > length) {
            progress.note("the guest state has " + length + " bytes, Azure keeps " + blob.getBlobSize()
                    + " for it: if the disk is refused at its end, give one of that size");
        }
    }

    private static ByteBuffer read(FileChannel channel, long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                throw new EOFException("the guest state was cut short while it was read");
            }
        }
        return bytes.flip();
    }

    private static BadImageException bad(BadImageException.Kind kind, Path file, long at, String reason) {
        return new BadImageException(kind, file.toString(), STRUCTURE, at, reason, "give the VM's .vmgs file");
    }
}
