package dev.gen2lift.filesystem.ext;

import dev.gen2lift.disk.BadImageException;
import java.io.IOException;

/** Replays the journal of a file system that was not unmounted, in memory. */
final class Recovery {

    private static final String WITHOUT = "; the newest changes may be missing";

    private Recovery() {}

    /** The volume with its journal replayed; as it is where there is nothing to replay, or it cannot be. */
    static ExtVolume of(ExtVolume volume) throws IOException {
        ExtGeometry geometry = volume.geometry();
        boolean pending = geometry.features().needsRecovery();
        // A copy of the superblock does not know whether the file system was in use: the journal does.
        boolean unknown =
                geometry.offset() != ExtGeometry.OFFSET && geometry.features().hasJournal();
        if (!pending && !unknown) {
            return volume;
        }
        try {
            return replayed(volume);
        } catch (BadImageException e) {
            volume.findings().add(e.structure(), e.offset(), e.reason() + WITHOUT);
            return volume;
        }
    }

    private static ExtVolume replayed(ExtVolume volume) throws IOException {
        ExtGeometry geometry = volume.geometry();
        ExtFindings findings = volume.findings();
        if (geometry.journalInode() == 0) {
            findings.add(Journal.STRUCTURE, geometry.offset(), "is on another device" + WITHOUT);
            return volume;
        }
        ExtInode inode = volume.inode(geometry.journalInode());
        Journal journal = Journal.read(FileBytes.of(inode, volume), geometry.blockSize());
        JournalReplay replay = JournalReplay.of(journal);
        long at = inode.place().offsetOf(0);
        if (geometry.features().hasFastCommits() && journal.hasFastCommits(replay.next())) {
            findings.add("ext fast commits", at, "are not applied" + WITHOUT);
        }
        if (replay.blocks().isEmpty()) {
            return volume;
        }
        findings.add(
                "ext journal replay",
                at,
                "was not unmounted: " + replay.blocks().size() + " blocks of " + replay.transactions()
                        + " transactions are read from the journal");
        JournaledVolume overlay = new JournaledVolume(volume.source(), journal, replay.blocks());
        try {
            return new ExtVolume(overlay, ExtGeometry.read(overlay, geometry.offset()), findings);
        } catch (BadImageException e) {
            findings.add(e.structure(), e.offset(), "from the journal: " + e.reason());
            return new ExtVolume(overlay, geometry, findings);
        }
    }
}
