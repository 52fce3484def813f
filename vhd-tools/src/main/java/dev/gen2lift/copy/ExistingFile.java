package dev.gen2lift.copy;

/** What becomes of a file that already has the target's name. */
public enum ExistingFile {
    /** It stays, and the copy is refused. */
    REFUSE,
    /** It is replaced at once, as the last act of a copy that succeeded; until then it stays as it is. */
    REPLACE
}
