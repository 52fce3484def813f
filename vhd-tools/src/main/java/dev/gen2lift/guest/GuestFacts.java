package dev.gen2lift.guest;

import java.util.List;
import java.util.Optional;

/**
 * The installed system, as far as it could be seen. What is not known is absent, never guessed.
 *
 * @param facts everything else
 */
public record GuestFacts(
        Family family,
        Optional<String> product,
        Optional<String> version,
        Optional<String> build,
        Optional<String> edition,
        Optional<Architecture> architecture,
        Optional<String> hostName,
        Facts facts) {

    /** The family of operating systems. */
    public enum Family {
        WINDOWS,
        LINUX,
        UNKNOWN
    }

    /** What spoke for the family, the strongest sign first. */
    public static final FactName<List<String>> FAMILY_EVIDENCE = FactName.of("familyEvidence");

    public static final GuestFacts UNKNOWN = ofFamily(Family.UNKNOWN, Optional.empty(), Facts.NONE);

    /** With {@code fallback} where the system's own files do not tell the architecture. */
    GuestFacts orArchitecture(Optional<Architecture> fallback) {
        return new GuestFacts(
                family, product, version, build, edition, architecture.or(() -> fallback), hostName, facts);
    }

    /** A guest of which little more than the family is known. */
    public static GuestFacts ofFamily(Family family, Optional<Architecture> architecture, Facts facts) {
        return new GuestFacts(
                family,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                architecture,
                Optional.empty(),
                facts);
    }
}
