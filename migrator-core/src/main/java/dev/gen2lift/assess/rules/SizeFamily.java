package dev.gen2lift.assess.rules;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a VM size tells, by Azure's naming conventions: {@code Standard_D4ads_v5} is family D, 4 processors, of
 * AMD, with a temporary disk, with Premium disks, version 5.
 *
 * @param family upper case: "D", "DC", "NV", "M"
 * @param processors the number in the name
 * @param features lower case: "ads"
 * @param version 1 where the name has none
 */
record SizeFamily(String family, int processors, String features, int version) {

    private static final Pattern NAME = Pattern.compile(
            "(?:Standard|Basic)_([A-Z]+)(\\d{1,4})(?:-\\d{1,4})?([a-z]*)(?:_[A-Z0-9]+)*?(?:_v(\\d{1,2}))?");

    /** Families that start Generation 1 only. */
    private static final Set<String> GEN1_ONLY = Set.of("A");

    /** Empty where the name is not of the form that Azure's names have. */
    static Optional<SizeFamily> of(String size) {
        Matcher matcher = NAME.matcher(size);
        return matcher.matches()
                ? Optional.of(new SizeFamily(
                        matcher.group(1).toUpperCase(Locale.ROOT),
                        Integer.parseInt(matcher.group(2)),
                        matcher.group(3),
                        matcher.group(4) == null ? 1 : Integer.parseInt(matcher.group(4))))
                : Optional.empty();
    }

    boolean isArm() {
        return features.contains("p") && !family.startsWith("N");
    }

    boolean isConfidential() {
        return family.equals("DC") || family.equals("EC") || family.equals("NCC");
    }

    boolean startsGen1() {
        boolean gen2Only =
                isConfidential() || isArm() || family.equals("ND") || family.equals("M") && version >= 2 || nvmeOnly();
        return !gen2Only;
    }

    boolean startsGen2() {
        boolean first = version == 1
                && (family.equals("D")
                        || family.equals("F")
                        || family.equals("G")
                        || family.equals("NC")
                        || family.equals("NV"));
        boolean withoutPremium = version == 2 && family.equals("D") && !features.contains("s");
        return !GEN1_ONLY.contains(family) && !first && !withoutPremium;
    }

    /** As documented: not the M family, nor ND of the first A100, nor what runs confidential VMs. */
    boolean trustedLaunch() {
        return startsGen2()
                && !family.equals("M")
                && !(family.equals("ND") && features.contains("rs"))
                && !isConfidential();
    }

    /** From version 6 on general sizes have NVMe disks only. */
    boolean nvmeOnly() {
        return version >= 6 && Set.of("D", "E", "F").contains(family);
    }

    boolean nvme() {
        return nvmeOnly()
                || family.equals("EBSV5")
                || features.contains("b") && version >= 5
                || family.equals("L") && version >= 4;
    }

    /** Since version 4 a "d" says so; before, all but a few had one. */
    boolean hasTemporaryDisk() {
        return version >= 4 ? features.contains("d") || family.equals("L") : true;
    }

    /** Intel and AMD of version 3 and later, but for confidential and Arm sizes. */
    boolean nests() {
        return version >= 3
                && !isConfidential()
                && !isArm()
                && Set.of("D", "E", "F", "M", "L").contains(family);
    }

    /** Network interfaces, as most families have them by their processors. */
    int mostAdapters() {
        if (processors <= 2) {
            return 2;
        }
        return processors <= 4 ? 2 : processors <= 8 ? 4 : 8;
    }
}
