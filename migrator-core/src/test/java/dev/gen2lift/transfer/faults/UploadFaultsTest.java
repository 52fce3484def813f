package dev.gen2lift.transfer.faults;

import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.transfer.PageBlobAddress;
import dev.gen2lift.transfer.PageBlobConnection;
import dev.gen2lift.transfer.PageBlobUpload;
import dev.gen2lift.transfer.UploadOptions;
import dev.gen2lift.transfer.UploadResult;
import dev.gen2lift.transfer.faults.FaultyService.Kind;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** An upload to a blob that is not there yet. */
@ParameterizedClass
@EnumSource(Kind.class)
class UploadFaultsTest extends PageWriteFaults {

    UploadFaultsTest(Kind kind) {
        super(kind);
    }

    @Override
    void prepare() {}

    @Override
    UploadResult send(VirtualDisk disk, PageBlobAddress address, PageBlobConnection connection, UploadOptions options)
            throws Exception {
        return PageBlobUpload.run(disk, address, connection, options, CopyProgress.NONE);
    }

    @Override
    void beginAnew() throws Exception {
        again();
    }

    @Override
    boolean isAsBefore(byte[] stored) {
        return false;
    }
}
