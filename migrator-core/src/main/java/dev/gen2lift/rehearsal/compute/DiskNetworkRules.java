package dev.gen2lift.rehearsal.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gen2lift.rehearsal.arm.ArmErrors;
import dev.gen2lift.rehearsal.arm.ArmFailure;
import dev.gen2lift.rehearsal.arm.ResourceId;
import dev.gen2lift.rehearsal.arm.ResourceStore;
import java.util.List;
import java.util.Set;

/** From where a managed disk can be reached: {@code networkAccessPolicy}, {@code publicNetworkAccess}, {@code diskAccessId}. */
final class DiskNetworkRules {

    private static final String POLICY = "networkAccessPolicy";
    private static final String PUBLIC = "publicNetworkAccess";
    private static final String ACCESS = "diskAccessId";
    private static final String ALL = "AllowAll";
    private static final String PRIVATE = "AllowPrivate";
    private static final String NOBODY = "DenyAll";

    private DiskNetworkRules() {}

    /** Fills in what a new disk has by default, and lets pass what goes together. */
    static void complete(ObjectNode properties, ResourceStore store) throws ArmFailure {
        if (!properties.hasNonNull(POLICY)) {
            properties.put(POLICY, ALL);
        }
        if (!properties.hasNonNull(PUBLIC)) {
            properties.put(PUBLIC, "Enabled");
        }
        check(properties, store);
    }

    /** Takes over what a whole body says of the network; without a disk access it takes that away. */
    static void replace(ObjectNode before, JsonNode asked, ResourceStore store) throws ArmFailure {
        if (!asked.hasNonNull(POLICY) && !asked.hasNonNull(PUBLIC)) {
            return;
        }
        ObjectNode after = before.deepCopy();
        after.remove(ACCESS);
        for (String name : List.of(POLICY, PUBLIC, ACCESS)) {
            if (asked.hasNonNull(name)) {
                after.set(name, asked.get(name));
            }
        }
        check(after, store);
        before.setAll(after);
        if (!after.has(ACCESS)) {
            before.remove(ACCESS);
        }
    }

    private static void check(ObjectNode properties, ResourceStore store) throws ArmFailure {
        String policy = properties.path(POLICY).asText();
        if (!Set.of(ALL, PRIVATE, NOBODY).contains(policy)) {
            throw ArmErrors.parameterInvalid("disk." + POLICY, "Its values are [AllowAll, AllowPrivate, DenyAll].");
        }
        if (!Set.of("Enabled", "Disabled").contains(properties.path(PUBLIC).asText())) {
            throw ArmErrors.parameterInvalid("disk." + PUBLIC, "Its values are [Enabled, Disabled].");
        }
        String access = properties.path(ACCESS).asText("");
        if (policy.equals(PRIVATE) && access.isEmpty()) {
            throw conflicting("AllowPrivate NetworkAccessPolicy can only supported with Disk Access.");
        }
        if (!policy.equals(PRIVATE) && !access.isEmpty()) {
            throw conflicting("Disk Access is only supported for disks with NetworkAccessPolicy AllowPrivate");
        }
        if (!access.isEmpty()
                && ResourceId.parse(access)
                        .filter(id -> id.is(DiskAccesses.TYPE))
                        .flatMap(store::find)
                        .isEmpty()) {
            throw ComputeErrors.referenceNotFound("Disk access", access);
        }
    }

    /** Refuses a signature on a disk that nobody could use it for. */
    static void requireOpen(JsonNode properties, String disk) throws ArmFailure {
        if (properties.path(POLICY).asText().equals(NOBODY)) {
            throw ArmErrors.notAllowed("A shared access signature for disk " + disk
                    + " is not permitted because its NetworkAccessPolicy is DenyAll.");
        }
    }

    private static ArmFailure conflicting(String message) {
        return new ArmFailure(409, "ConflictingUserInput", message);
    }
}
