package dev.gen2lift.rehearsal.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gen2lift.rehearsal.arm.ArmErrors;
import dev.gen2lift.rehearsal.arm.ArmFailure;
import dev.gen2lift.rehearsal.compute.VmSizes.VmSize;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** What a virtual machine must fulfil together with its size and its disks. Pure. */
final class VmRules {

    private static final int MAX_LUN = 63;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[\\w.-]{0,62}[A-Za-z0-9_])?");
    private static final String NAME_RULE = "^[^_\\W][\\w-._]{0,63}(?<![-.])$";

    private VmRules() {}

    /** Names of 1 to 64 characters; the guest's own name, which Azure limits further, is on a specialised disk. */
    static void checkName(String name) throws ArmFailure {
        if (!NAME.matcher(name).matches()) {
            throw ArmErrors.nameInvalid("vmName", NAME_RULE);
        }
    }

    /** The parts that a machine from attached disks has to have, and those it must not. */
    static VmSize checkShape(JsonNode properties) throws ArmFailure {
        String size = properties.at("/hardwareProfile/vmSize").asText("");
        if (size.isEmpty()) {
            throw ArmErrors.parameterMissing("hardwareProfile.vmSize");
        }
        VmSize found = VmSizes.find(size).orElseThrow(() -> ComputeErrors.sizeUnknown(size));
        JsonNode os = properties.at("/storageProfile/osDisk");
        if (!os.isObject()) {
            throw ArmErrors.parameterMissing("storageProfile.osDisk");
        }
        checkAttached(os, "osDisk");
        if (!os.hasNonNull("osType")) {
            throw ArmErrors.parameterMissing("osDisk.osType");
        }
        if (properties.path("osProfile").isObject()) {
            throw ArmErrors.parameterNotAllowed("osProfile");
        }
        if (properties.at("/networkProfile/networkInterfaces").isEmpty()) {
            throw ArmErrors.parameterMissing("networkProfile");
        }
        checkLuns(properties.at("/storageProfile/dataDisks"), found);
        return found;
    }

    private static void checkAttached(JsonNode disk, String what) throws ArmFailure {
        if (!disk.path("createOption").asText("").equals("Attach")) {
            throw ArmErrors.parameterInvalid(
                    what + ".createOption", "The rehearsal cloud makes virtual machines of attached disks only.");
        }
        if (!disk.at("/managedDisk/id").isTextual()) {
            throw ArmErrors.parameterMissing(what + ".managedDisk.id");
        }
    }

    private static void checkLuns(JsonNode disks, VmSize size) throws ArmFailure {
        Set<Integer> luns = new HashSet<>();
        for (JsonNode disk : disks) {
            checkAttached(disk, "dataDisk");
            JsonNode lun = disk.path("lun");
            if (!lun.isIntegralNumber() || lun.asInt() < 0 || lun.asInt() > MAX_LUN) {
                throw ArmErrors.parameterInvalid("dataDisk.lun", "It must be between 0 and " + MAX_LUN + ".");
            }
            if (!luns.add(lun.asInt())) {
                throw ComputeErrors.lunUsedTwice(lun.asInt());
            }
        }
        if (luns.size() > size.number("MaxDataDiskCount")) {
            throw ComputeErrors.tooManyDisks(size.number("MaxDataDiskCount"));
        }
    }

    /** Whether the machine could boot from its OS disk. */
    static void checkBoot(VmSize size, JsonNode properties, ObjectNode osDisk) throws ArmFailure {
        JsonNode disk = osDisk.path("properties");
        String generation = disk.path("hyperVGeneration").asText("V1");
        if (!size.has("HyperVGenerations", generation)) {
            throw ComputeErrors.generationMismatch(size.name(), generation);
        }
        String architecture = disk.at("/supportedCapabilities/architecture").asText("x64");
        if (!size.has("CpuArchitectureType", architecture)) {
            throw ComputeErrors.architectureMismatch(size.name(), size.get("CpuArchitectureType"), architecture);
        }
        String controllers =
                disk.at("/supportedCapabilities/diskControllerTypes").asText("SCSI");
        String asked = properties.at("/storageProfile/diskControllerType").asText("");
        boolean common = Set.of(controllers.split(",\\s*")).stream()
                .anyMatch(controller -> size.has("DiskControllerTypes", controller)
                        && (asked.isEmpty() || asked.equalsIgnoreCase(controller)));
        if (!common) {
            throw ComputeErrors.controllerMismatch(
                    size.name(),
                    size.get("DiskControllerTypes"),
                    osDisk.path("name").asText());
        }
        String diskOs = disk.path("osType").asText("");
        if (!diskOs.isEmpty()
                && !diskOs.equals(properties.at("/storageProfile/osDisk/osType").asText())) {
            throw ArmErrors.changeNotAllowed("osDisk.osType");
        }
        checkSecurity(size, properties, disk, generation);
    }

    private static void checkSecurity(VmSize size, JsonNode properties, JsonNode disk, String generation)
            throws ArmFailure {
        String wanted = properties.at("/securityProfile/securityType").asText("Standard");
        String stored = disk.at("/securityProfile/securityType").asText("Standard");
        if (wanted.equals("TrustedLaunch")) {
            if (!generation.equals("V2")) {
                throw ComputeErrors.trustedLaunchGeneration();
            }
            if (size.is("TrustedLaunchDisabled")) {
                throw ComputeErrors.trustedLaunchSize(size.name());
            }
        } else if (properties.at("/securityProfile/uefiSettings").isObject()) {
            throw ArmErrors.badRequest("'uefiSettings' can be set only with the security type TrustedLaunch.");
        }
        if (!wanted.equals(stored)) {
            throw ComputeErrors.securityTypeMismatch();
        }
    }

    /** Whether a size takes a disk of its kind. */
    static void checkDiskKind(VmSize size, ObjectNode disk) throws ArmFailure {
        String sku = disk.at("/sku/name").asText("");
        if (sku.startsWith("Premium") && !size.is("PremiumIO")) {
            throw ComputeErrors.premiumUnsupported(
                    size.name(), sku, disk.path("name").asText());
        }
    }
}
