package dev.gen2lift.rehearsal.blob;

import dev.gen2lift.rehearsal.server.Exchange;

/** A request whose sender is known: where it goes and what its sender may do there. */
record BlobCall(Exchange exchange, Account account, String containerName, String blobName, String permissions) {

    String comp() {
        return exchange.query("comp").orElse("");
    }

    void require(String letters) throws BlobFailure {
        BlobAccess.require(permissions, letters);
    }

    /** Refuses {@code operation} on a managed disk's endpoint. */
    void storageOnly(String operation) throws BlobFailure {
        if (account.kind() == Account.Kind.MANAGED_DISK) {
            throw BlobErrors.managedDiskOperation(operation);
        }
    }

    Container container() throws BlobFailure {
        return account.container(containerName).orElseThrow(BlobErrors::containerNotFound);
    }

    PageBlob blob() throws BlobFailure {
        return container().blob(blobName).orElseThrow(BlobErrors::blobNotFound);
    }

    /** Sets the headers that tell which version of a blob an answer is about. */
    void replyVersion(PageBlob blob) {
        exchange.reply("ETag", blob.etag());
        exchange.reply("Last-Modified", HttpTime.of(blob.lastModified()));
    }
}
