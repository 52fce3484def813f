package dev.gen2lift.rehearsal.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gen2lift.rehearsal.arm.ArmErrors;
import dev.gen2lift.rehearsal.arm.ArmFailure;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a body that creates a managed disk must fulfil. Pure. */
final class DiskRules {

    /** 20 MiB and the footer. */
    static final long MIN_UPLOAD = 20_972_032L;

    /** 32,767 GiB and the footer, the largest disk of the standard and premium kinds. */
    static final long MAX_UPLOAD = 35_183_298_347_520L;

    static final String UPLOAD = "Upload";
    static final String IMPORT = "Import";
    static final String UPLOAD_SECURE = "UploadPreparedSecure";

    private static final long MIB = 1L << 20;
    private static final long MAX_OS_DISK = 4095L << 30;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[\\w.-]{0,78}\\w)?");
    private static final String NAME_RULE = "^[^_\\W][\\w-._]{0,79}(?<![-.])$";

    private static final Set<String> SKUS = Set.of(
            "Standard_LRS",
            "StandardSSD_LRS",
            "StandardSSD_ZRS",
            "Premium_LRS",
            "Premium_ZRS",
            "PremiumV2_LRS",
            "UltraSSD_LRS");
    private static final Set<String> DATA_ONLY_SKUS = Set.of("PremiumV2_LRS", "UltraSSD_LRS");

    private static final List<String> IMMUTABLE = List.of(
            "/creationData/createOption",
            "/creationData/uploadSizeBytes",
            "/creationData/sourceUri",
            "/creationData/storageAccountId",
            "/securityProfile/securityType",
            "/hyperVGeneration",
            "/osType");

    private DiskRules() {}

    /** Names: 1 to 80 letters, digits, {@code _ - .}, a letter or digit first, and neither {@code -} nor {@code .} last. */
    static void checkName(String name, String what) throws ArmFailure {
        if (!NAME.matcher(name).matches()) {
            throw ArmErrors.nameInvalid(what, NAME_RULE);
        }
    }

    static void checkCreate(ObjectNode body) throws ArmFailure {
        JsonNode sku = body.at("/sku/name");
        if (!sku.isMissingNode() && !SKUS.contains(sku.asText())) {
            throw ArmErrors.parameterInvalid(
                    "disk.sku.name", "Its values are " + SKUS.stream().sorted().toList() + ".");
        }
        JsonNode properties = body.path("properties");
        JsonNode creation = properties.path("creationData");
        if (!creation.isObject()) {
            throw ArmErrors.parameterMissing("disk.creationData");
        }
        String option = creation.path("createOption").asText("");
        if (option.isEmpty()) {
            throw ArmErrors.parameterMissing("disk.creationData.createOption");
        }
        if (!Set.of(UPLOAD, UPLOAD_SECURE, IMPORT).contains(option)) {
            throw ArmErrors.parameterInvalid(
                    "disk.creationData.createOption",
                    "The rehearsal cloud creates disks by Upload, UploadPreparedSecure and Import only.");
        }
        checkChoice(properties, "hyperVGeneration", Set.of("V1", "V2"));
        checkChoice(properties, "osType", Set.of("Windows", "Linux"));
        checkSecurity(option, properties);
        if (!option.equals(IMPORT)) {
            checkUploadSize(creation.path("uploadSizeBytes"));
        } else {
            checkImport(creation);
        }
        checkKind(sku.asText(""), properties, creation);
    }

    private static void checkSecurity(String option, JsonNode properties) throws ArmFailure {
        JsonNode security = properties.at("/securityProfile/securityType");
        if (security.isMissingNode() || security.isNull()) {
            if (option.equals(UPLOAD_SECURE)) {
                throw ArmErrors.parameterMissing("disk.securityProfile.securityType");
            }
            return;
        }
        if (option.equals(UPLOAD)) {
            throw ComputeErrors.trustedLaunchUpload();
        }
        if (!security.asText().equals("TrustedLaunch")) {
            throw ArmErrors.parameterInvalid(
                    "disk.securityProfile.securityType", "The rehearsal cloud knows TrustedLaunch only.");
        }
        if (!properties.hasNonNull("osType")
                || !properties.path("hyperVGeneration").asText().equals("V2")) {
            throw ComputeErrors.trustedLaunchDiskGeneration();
        }
    }

    private static void checkImport(JsonNode creation) throws ArmFailure {
        for (String required : List.of("sourceUri", "storageAccountId")) {
            if (creation.path(required).asText("").isEmpty()) {
                throw ArmErrors.parameterMissing("disk.creationData." + required);
            }
        }
        if (creation.hasNonNull("uploadSizeBytes")) {
            throw ArmErrors.parameterNotAllowed("disk.creationData.uploadSizeBytes");
        }
    }

    /** What is known of an imported disk only when its blob was looked at. */
    static void checkCapacity(JsonNode properties, long capacity) throws ArmFailure {
        if (capacity > MAX_UPLOAD - FixedVhdFooter.SIZE || properties.hasNonNull("osType") && capacity > MAX_OS_DISK) {
            throw ArmErrors.parameterInvalid(
                    "disk.diskSizeGB", "Disks have at most 32767 GiB, OS disks at most 4095 GiB.");
        }
    }

    private static void checkUploadSize(JsonNode size) throws ArmFailure {
        if (!size.isIntegralNumber()) {
            throw ArmErrors.parameterMissing("disk.creationData.uploadSizeBytes");
        }
        long bytes = size.asLong();
        if (bytes < MIN_UPLOAD || bytes > MAX_UPLOAD) {
            throw ComputeErrors.uploadSizeRange();
        }
        if ((bytes - FixedVhdFooter.SIZE) % MIB != 0) {
            throw ComputeErrors.uploadSizeMultiple(bytes);
        }
    }

    private static void checkKind(String sku, JsonNode properties, JsonNode creation) throws ArmFailure {
        boolean os = properties.hasNonNull("osType");
        if (os && DATA_ONLY_SKUS.contains(sku)) {
            throw ArmErrors.parameterInvalid("disk.sku.name", sku + " is not supported for OS disks.");
        }
        if (os && creation.path("uploadSizeBytes").asLong() - FixedVhdFooter.SIZE > MAX_OS_DISK) {
            throw ArmErrors.parameterInvalid("disk.creationData.uploadSizeBytes", "OS disks have at most 4095 GiB.");
        }
        int sector = creation.path("logicalSectorSize").asInt(DATA_ONLY_SKUS.contains(sku) ? 4096 : 512);
        if (sector != 512) {
            throw ArmErrors.parameterInvalid(
                    "disk.creationData.logicalSectorSize",
                    "A fixed VHD can be uploaded only to a disk with sectors of 512 bytes.");
        }
    }

    private static void checkChoice(JsonNode properties, String name, Set<String> values) throws ArmFailure {
        JsonNode value = properties.path(name);
        if (!value.isMissingNode() && !value.isNull() && !values.contains(value.asText())) {
            throw ArmErrors.parameterInvalid(
                    "disk." + name, "Its values are " + values.stream().sorted().toList() + ".");
        }
    }

    /** What cannot be changed once a disk exists; a body that leaves it out does not change it. */
    static void checkUpdate(ObjectNode body, ObjectNode before) throws ArmFailure {
        for (String pointer : IMMUTABLE) {
            JsonNode asked = body.path("properties").at(pointer);
            JsonNode stored = before.path("properties").at(pointer);
            if (!asked.isMissingNode() && !asked.isNull() && !asked.asText().equals(stored.asText())) {
                throw ArmErrors.changeNotAllowed(pointer.substring(1).replace('/', '.'));
            }
        }
    }
}
