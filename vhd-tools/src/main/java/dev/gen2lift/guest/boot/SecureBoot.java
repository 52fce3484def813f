package dev.gen2lift.guest.boot;

import dev.gen2lift.guest.Fact;
import java.util.List;

/**
 * Whether a disk starts on a machine whose firmware enforces Secure Boot with Microsoft's certificates, as Azure's does.
 * Keys that someone enrolled on the old machine do not come along and count for nothing.
 *
 * @param ready known where each stage is either trusted by the one before it, or one is refused
 * @param reasons a sentence for each stage, in the order in which they start
 */
public record SecureBoot(Fact<Boolean> ready, List<String> reasons) {

    public SecureBoot {
        reasons = List.copyOf(reasons);
    }

    public static SecureBoot unknown(String reason) {
        return new SecureBoot(Fact.unknown(reason), List.of(reason));
    }
}
