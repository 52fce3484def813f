package dev.gen2lift.assess.rules;

import dev.gen2lift.guest.linux.DistributionFacts;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which distribution it is.
 *
 * @param id as os-release has it: "rhel", "ubuntu", "debian", "sles"
 * @param major the first number of the version; -1 where there is none, as with rolling releases
 * @param minor the second; -1 where it is not told
 */
record LinuxVersion(String id, int major, int minor) {

    /** Empty where the guest is no Linux, or does not tell. */
    static Optional<LinuxVersion> of(Guest guest) {
        if (!guest.isLinux()) {
            return Optional.empty();
        }
        return guest.fact(DistributionFacts.OS_RELEASE)
                .asOptional()
                .filter(release -> release.containsKey("ID"))
                .map(release -> of(guest, release));
    }

    private static LinuxVersion of(Guest guest, Map<String, String> release) {
        String version = release.getOrDefault("VERSION_ID", "");
        String point = guest.value(DistributionFacts.POINT_RELEASE, "");
        // some distributions leave the point release out of os-release
        String longer = point.startsWith(version + ".") ? point : version;
        String[] parts = longer.split("[.\\-]");
        return new LinuxVersion(
                release.getOrDefault("ID", "").toLowerCase(Locale.ROOT), number(parts, 0), number(parts, 1));
    }

    private static int number(String[] parts, int index) {
        return parts.length > index && parts[index].matches("[0-9]{1,6}") ? Integer.parseInt(parts[index]) : -1;
    }

    boolean is(String... ids) {
        return List.of(ids).contains(id);
    }

    /** Whether it is this version or a later one of the same major version. */
    boolean isFrom(int wantedMajor, int wantedMinor) {
        return major == wantedMajor && minor >= wantedMinor;
    }

    /** As a sentence names it. */
    static String name(Guest guest) {
        return guest.system().product().orElse("Linux");
    }
}
