package dev.gen2lift.copy;

/** What becomes of a target's temporary file when a copy does not come to its end, and of one that is there already. */
public enum Unfinished {
    /** It is removed; each run begins anew. */
    REMOVE,
    /** This run begins anew and removes what an earlier one left; what this one leaves stays. */
    RESTART,
    /** This run goes on with what an earlier one left, where that is there; what this one leaves stays. */
    CONTINUE
}
