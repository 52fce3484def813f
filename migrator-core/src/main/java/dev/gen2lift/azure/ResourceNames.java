package dev.gen2lift.azure;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Azure takes as names; each check gives what is wrong, or nothing. */
public final class ResourceNames {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?");
    private static final Pattern GROUP = Pattern.compile("[\\p{L}\\p{N}_.()-]*[\\p{L}\\p{N}_()-]");
    private static final Pattern LOCATION = Pattern.compile("[a-z0-9]{1,64}");
    private static final Pattern SUBNET = Pattern.compile(
            "/subscriptions/(?<subscription>[^/]+)/resourceGroups/(?<group>[^/]+)/providers/Microsoft\\.Network"
                    + "/virtualNetworks/(?<network>[^/]+)/subnets/(?<subnet>[^/]+)",
            Pattern.CASE_INSENSITIVE);

    private static final int LONGEST_VM = 64;
    private static final int LONGEST_RESOURCE = 80;
    private static final int LONGEST_GROUP = 90;
    private static final int LONGEST_TAG = 512;
    private static final int LONGEST_TAG_VALUE = 256;
    private static final Pattern TAG = Pattern.compile("[^<>%&\\\\?/]+");

    private ResourceNames() {}

    /** The parts of a subnet's resource id. */
    public record SubnetId(String subscription, String resourceGroup, String network, String subnet) {}

    public static Optional<String> checkVm(String name) {
        return check("VM name", name, LONGEST_VM, NAME, "letters, digits, '.', '_' and '-', a letter or digit first");
    }

    /** Names of disks and network interfaces. */
    public static Optional<String> checkResource(String kind, String name) {
        return check(
                kind + " name",
                name,
                LONGEST_RESOURCE,
                NAME,
                "letters, digits, '.', '_' and '-', a letter or digit first");
    }

    public static Optional<String> checkGroup(String name) {
        return check(
                "resource group name",
                name,
                LONGEST_GROUP,
                GROUP,
                "letters, digits, '_', '-', '(', ')' and '.', no '.' last");
    }

    /** The form in which Azure's regions are compared: "West Europe" is "westeurope". */
    public static String location(String text) {
        return text.replace(" ", "").toLowerCase(Locale.ROOT);
    }

    public static Optional<String> checkLocation(String location) {
        return LOCATION.matcher(location(location)).matches()
                ? Optional.empty()
                : Optional.of("not a region's name: " + location);
    }

    public static Optional<String> checkTag(String name, String value) {
        if (name.length() > LONGEST_TAG || !TAG.matcher(name).matches()) {
            return Optional.of("not a tag's name: " + name);
        }
        if (value.length() > LONGEST_TAG_VALUE) {
            return Optional.of("the tag " + name + " has more than " + LONGEST_TAG_VALUE + " characters");
        }
        return Optional.empty();
    }

    public static Optional<SubnetId> parseSubnet(String id) {
        Matcher matcher = SUBNET.matcher(id);
        return matcher.matches()
                ? Optional.of(new SubnetId(
                        matcher.group("subscription"),
                        matcher.group("group"),
                        matcher.group("network"),
                        matcher.group("subnet")))
                : Optional.empty();
    }

    private static Optional<String> check(String kind, String name, int longest, Pattern pattern, String allowed) {
        if (name.isEmpty() || name.length() > longest) {
            return Optional.of("the " + kind + " must have 1 to " + longest + " characters: '" + name + "'");
        }
        return pattern.matcher(name).matches()
                ? Optional.empty()
                : Optional.of("the " + kind + " may have " + allowed + ": '" + name + "'");
    }
}
