package dev.gen2lift.rehearsal.blob;

import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** A storage account: one that a user has, or one that Azure made for the transfer of one managed disk. */
record Account(String name, byte[] key, Kind kind, ConcurrentSkipListMap<String, Container> containers) {

    /** What may be done with an account's blobs. */
    enum Kind {
        /** Everything. */
        STORAGE,
        /** Pages written, cleared and read; nothing created, resized, deleted or described. */
        MANAGED_DISK
    }

    Account(String name, byte[] key, Kind kind) {
        this(name, key, kind, new ConcurrentSkipListMap<>());
    }

    Optional<Container> container(String containerName) {
        return Optional.ofNullable(containers.get(containerName));
    }
}
