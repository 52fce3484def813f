package dev.gen2lift.transfer;

import java.io.IOException;

/** The right to write a page blob, which may have to be renewed while an upload is under way. Safe for several threads. */
public interface PageBlobAccess {

    /** The address to use now; renewed first where its end is near. */
    PageBlobAddress address() throws IOException;

    /**
     * Another address after the service refused one.
     *
     * @return the same where it cannot be renewed, or has been to no avail
     */
    PageBlobAddress renewed(PageBlobAddress refused) throws IOException;

    /** For an address that is what it is: whoever gave the SAS has to give another. */
    static PageBlobAccess of(PageBlobAddress address) {
        return new PageBlobAccess() {
            @Override
            public PageBlobAddress address() {
                return address;
            }

            @Override
            public PageBlobAddress renewed(PageBlobAddress refused) {
                return address;
            }
        };
    }
}
