package dev.gen2lift.transfer.faults;

import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.transfer.PageBlobAddress;
import dev.gen2lift.transfer.PageBlobConnection;
import dev.gen2lift.transfer.PageBlobUpdate;
import dev.gen2lift.transfer.UploadOptions;
import dev.gen2lift.transfer.UploadResult;
import dev.gen2lift.transfer.faults.FaultyService.Kind;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What changed of a disk, on its way into the blob that holds the disk's earlier state. */
@ParameterizedClass
@EnumSource(Kind.class)
class UpdateFaultsTest extends PageWriteFaults {

    private byte[] before = {};

    UpdateFaultsTest(Kind kind) {
        super(kind);
    }

    @Override
    void prepare() throws Exception {
        uploadAll();
        before = content();
        change(1);
    }

    @Override
    UploadResult send(VirtualDisk disk, PageBlobAddress address, PageBlobConnection connection, UploadOptions options)
            throws Exception {
        return PageBlobUpdate.run(disk, address, connection, options, CopyProgress.NONE);
    }

    @Override
    void beginAnew() throws Exception {
        uploadAll();
    }

    @Override
    boolean isAsBefore(byte[] stored) {
        return stored.length == SIZE + FOOTER && Arrays.equals(stored, 0, SIZE, before, 0, SIZE);
    }
}
