package dev.gen2lift.migration;

import dev.gen2lift.azure.DiskAccesses;
import dev.gen2lift.azure.ResourceNames;
import dev.gen2lift.azure.SecurityType;
import dev.gen2lift.guest.Generation;
import dev.gen2lift.migration.MigrationPlan.PlannedDisk;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is wrong with a plan can be told without a look at disks or Azure. */
final class PlanCheck {

    /** Skus that take an upload and need nothing else. Ultra and Premium SSD v2 need a zone and cannot hold an OS. */
    private static final List<String> SKUS =
            List.of("Standard_LRS", "StandardSSD_LRS", "StandardSSD_ZRS", "Premium_LRS", "Premium_ZRS");

    private PlanCheck() {}

    /** For disks that are uploaded. */
    static void requireForUpload(MigrationPlan plan) throws PlanException {
        require(plan);
        SecurityPlan security = plan.security();
        if (security.type() == SecurityType.TRUSTED_LAUNCH
                && security.guestState().isEmpty()) {
            throw new PlanException(
                    "security",
                    "Azure takes an upload for Trusted Launch only together with a guest state (VMGS)",
                    "give one with --vmgs FILE; or go by way of a page blob, which needs none: migrate --prepare and then"
                            + " --cutover; or migrate as Standard and switch the deallocated VM to Trusted Launch"
                            + " afterwards");
        }
    }

    /** For disks that are imported from page blobs. */
    static void requireForImport(MigrationPlan plan) throws PlanException {
        require(plan);
        if (plan.security().guestState().isPresent()) {
            throw new PlanException(
                    "security",
                    "a guest state (VMGS) goes with an upload; a disk that is imported gets a new one",
                    "leave --vmgs out, or migrate in one phase");
        }
    }

    private static void require(MigrationPlan plan) throws PlanException {
        refuse("vmName", ResourceNames.checkVm(plan.vmName()));
        refuse("resourceGroup", ResourceNames.checkGroup(plan.resourceGroup()));
        refuse("location", ResourceNames.checkLocation(plan.location()));
        if (!SKUS.contains(plan.sku())) {
            throw new PlanException(
                    "sku", "no disk sku for an upload: " + plan.sku(), "one of " + String.join(", ", SKUS));
        }
        for (Map.Entry<String, String> tag : plan.tags().entrySet()) {
            refuse("tags", ResourceNames.checkTag(tag.getKey(), tag.getValue()));
        }
        requireSecurity(plan.security());
        requireNetwork(plan);
        refuse("id", ResourceNames.checkTag("id", plan.id()));
        requireDiskNames(plan);
        if (plan.generation().filter(given -> given != Generation.V2).isPresent()) {
            throw new PlanException("generation", "only generation V2 can be migrated", "");
        }
        if (plan.create() == MigrationPlan.Create.VM) {
            requireVm(plan);
        }
    }

    private static void requireSecurity(SecurityPlan security) throws PlanException {
        if (security.type() == SecurityType.STANDARD && security.guestState().isPresent()) {
            throw new PlanException(
                    "security", "a guest state (VMGS) is for Trusted Launch", "add --security-type TrustedLaunch");
        }
        if (security.type() == SecurityType.STANDARD
                && security.secureBoot().filter(wanted -> wanted).isPresent()) {
            throw new PlanException(
                    "security", "Secure Boot needs Trusted Launch", "add --security-type TrustedLaunch");
        }
    }

    private static void requireNetwork(MigrationPlan plan) throws PlanException {
        if (plan.network().isEmpty()) {
            return;
        }
        refuse("network", plan.network().get().problem(), "--disk-access ID goes with allow-private or deny-all");
        Optional<String> id = plan.network().get().diskAccessId();
        if (id.isPresent() && !DiskAccesses.isId(id.get())) {
            throw new PlanException(
                    "network",
                    "not a disk access' resource id: " + id.get(),
                    "/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Compute/diskAccesses/<name>");
        }
    }

    private static void requireDiskNames(MigrationPlan plan) throws PlanException {
        Set<String> names = new HashSet<>();
        for (PlannedDisk disk : plan.disks()) {
            refuse("osDisk", ResourceNames.checkResource("disk", disk.name()));
            if (!names.add(disk.name().toLowerCase(Locale.ROOT))) {
                throw new PlanException("dataDisks", "two disks would be called " + disk.name(), "");
            }
        }
    }

    private static void requireVm(MigrationPlan plan) throws PlanException {
        refuse("vmName", ResourceNames.checkResource("network interface", plan.nicName()));
        if (plan.size().isEmpty()) {
            throw new PlanException("size", "a VM needs a size", "such as Standard_D2s_v5");
        }
        if (plan.subnetId().isEmpty()) {
            throw new PlanException(
                    "subnetId", "a VM needs a subnet", "its resource id, /subscriptions/.../subnets/<name>");
        }
        if (ResourceNames.parseSubnet(plan.subnetId().get()).isEmpty()) {
            throw new PlanException(
                    "subnetId",
                    "not a subnet's resource id: " + plan.subnetId().get(),
                    "/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Network/virtualNetworks/<network>"
                            + "/subnets/<subnet>");
        }
    }

    private static void refuse(String field, Optional<String> problem) throws PlanException {
        refuse(field, problem, "");
    }

    private static void refuse(String field, Optional<String> problem, String hint) throws PlanException {
        if (problem.isPresent()) {
            throw new PlanException(field, problem.get(), hint);
        }
    }
}
