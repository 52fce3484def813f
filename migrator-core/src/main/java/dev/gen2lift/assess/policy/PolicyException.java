package dev.gen2lift.assess.policy;

/** A policy says what it cannot mean. */
public final class PolicyException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String hint;

    /**
     * @param message one clause without a full stop; may hold hostile text of the file
     * @param hint what to do about it; empty for none
     */
    PolicyException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    public String hint() {
        return hint;
    }
}
