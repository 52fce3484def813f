package dev.gen2lift.migration;

import java.util.Objects;
import java.util.Optional;

/** A plan says too little, or what cannot be: to be put right by whoever wrote it, before anything was touched. */
public final class PlanException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String hint;

    /**
     * @param field of the plan, by the name of {@link MigrationPlan}'s component ("osType", "subnetId", ...)
     * @param message a short clause without a full stop
     * @param hint what to do about it; empty for none
     */
    public PlanException(String field, String message, String hint) {
        super(message);
        this.field = Objects.requireNonNull(field);
        this.hint = Objects.requireNonNull(hint);
    }

    public String field() {
        return field;
    }

    public Optional<String> hint() {
        return hint.isEmpty() ? Optional.empty() : Optional.of(hint);
    }
}
