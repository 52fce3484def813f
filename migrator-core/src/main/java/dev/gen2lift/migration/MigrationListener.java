package dev.gen2lift.migration;

import dev.gen2lift.copy.CopyProgress;

/** Hears how far a migration has come. Called from several threads; must return quickly. */
public interface MigrationListener {

    /** Says nothing to anyone. */
    MigrationListener NONE = new MigrationListener() {};

    default void started(MigrationStep step) {}

    /** @param outcome a few words: what was found, or what was done */
    default void finished(MigrationStep step, String outcome) {}

    /** @param text something that did not stop the migration but that somebody should know: a clause with its file */
    default void warned(String text) {}

    /**
     * A disk will be uploaded; several are under way at once, others wait for their turn.
     *
     * @param disk name of the managed disk
     * @param virtualBytes that have to be dealt with
     * @return who hears how far this disk is
     */
    default CopyProgress uploading(String disk, long virtualBytes) {
        return CopyProgress.NONE;
    }

    /**
     * A disk is in Azure, complete; perhaps it was there before.
     *
     * @param disk name of the managed disk
     */
    default void uploaded(String disk) {}
}
