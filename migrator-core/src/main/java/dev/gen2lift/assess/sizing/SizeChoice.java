package dev.gen2lift.assess.sizing;

import java.util.List;
import java.util.Optional;

/**
 * The size that was chosen, and why.
 *
 * @param size empty where none fits, or where the needs are not known
 * @param reasons what was asked for and of which sizes, in whole sentences
 * @param smaller the next smaller sizes, largest first, with what each lacks
 */
public record SizeChoice(Optional<VmSize> size, List<String> reasons, List<TooSmall> smaller) {

    /**
     * A size that was passed over.
     *
     * @param lacks clauses: "8 GiB of memory, 12 GiB needed"
     */
    public record TooSmall(String name, List<String> lacks) {

        public TooSmall {
            lacks = List.copyOf(lacks);
        }
    }

    public SizeChoice {
        reasons = List.copyOf(reasons);
        smaller = List.copyOf(smaller);
    }

    /** No size, for a reason in a whole sentence. */
    public static SizeChoice none(String reason) {
        return new SizeChoice(Optional.empty(), List.of(reason), List.of());
    }
}
