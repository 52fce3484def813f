package dev.gen2lift.rehearsal.compute;

/** What happens to a managed disk and may move it to another {@link DiskState}. */
enum DiskEvent {
    GRANT_WRITE,
    GRANT_READ,
    REVOKE,
    ATTACH,
    DETACH,
    DEALLOCATE,
    START,
    DELETE
}
