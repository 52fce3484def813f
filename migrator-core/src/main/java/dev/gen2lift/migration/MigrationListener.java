package dev.gen2lift.migration;

import dev.gen2lift.copy.CopyProgress;

/** Hears how far a migration has come. Called from several threads; must return quickly. */
public interface MigrationListener {

    /** Says nothing to anyone. */
    MigrationListener NONE = new MigrationListener() {};

    default void started(MigrationStep step) {}

    /** @param outcome a few words: what was found, or what was done */
    default void finished(MigrationStep step, String outcome) {}

    /**
     * A disk's upload is about to begin; several may be under way at once.
     *
     * @param disk name of the managed disk
     * @param virtualBytes that have to be dealt with
     * @return who hears how far this disk is
     */
    default CopyProgress uploading(String disk, long virtualBytes) {
        return CopyProgress.NONE;
    }
}
