package dev.gen2lift.guest.boot;

/** How it is known which certificate authority a signature goes back to. */
public enum AuthorityEvidence {
    /** The authority's certificate is in the signature, has its key, and that key verifies what it issued. */
    KEY,

    /** The topmost certificate names the authority and its key, which nothing here proves. */
    NAME,

    /** It goes back to none that is known. */
    NONE
}
