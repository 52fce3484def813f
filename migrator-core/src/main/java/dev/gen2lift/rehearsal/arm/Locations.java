package dev.gen2lift.rehearsal.arm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** The regions that the rehearsal cloud has: a few of Azure's. */
public final class Locations {

    private static final List<String> NAMES = List.of(
            "australiaeast",
            "brazilsouth",
            "canadacentral",
            "centralindia",
            "eastus",
            "eastus2",
            "francecentral",
            "germanywestcentral",
            "japaneast",
            "northeurope",
            "southeastasia",
            "swedencentral",
            "switzerlandnorth",
            "uksouth",
            "westeurope",
            "westus2",
            "westus3");

    private Locations() {}

    public static List<String> names() {
        return NAMES;
    }

    /** {@code West Europe} and {@code westeurope} are one place. */
    public static String normal(String location) {
        return location.replace(" ", "").toLowerCase(Locale.ROOT);
    }

    /** The normal name of a body's location, which must be one of ours. */
    public static String of(ObjectNode body, String type) throws ArmFailure {
        String given = body.path("location").asText("");
        if (given.isBlank()) {
            throw ArmErrors.locationRequired();
        }
        String normal = normal(given);
        if (!NAMES.contains(normal)) {
            throw ArmErrors.locationUnknown(given, type);
        }
        return normal;
    }
}
