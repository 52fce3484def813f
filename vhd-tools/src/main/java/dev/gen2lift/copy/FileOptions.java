package dev.gen2lift.copy;

/**
 * How a target's file comes to be.
 *
 * @param existing what becomes of a file that already has the name
 * @param unfinished what becomes of the temporary file of a copy that does not come to its end
 * @param durability what holds when the copy is complete
 */
public record FileOptions(ExistingFile existing, Unfinished unfinished, Durability durability) {

    /** What a completed file outlives. */
    public enum Durability {
        /** A power cut: content and name are on the disk. */
        SYNCED,
        /** The end of this process only: the system writes its cache to the disk later. What {@code cp} leaves. */
        CACHED
    }

    /** Synced, each run begins anew. */
    public static FileOptions of(ExistingFile existing) {
        return new FileOptions(existing, Unfinished.REMOVE, Durability.SYNCED);
    }

    public FileOptions withUnfinished(Unfinished what) {
        return new FileOptions(existing, what, durability);
    }

    public FileOptions withDurability(Durability what) {
        return new FileOptions(existing, unfinished, what);
    }
}
