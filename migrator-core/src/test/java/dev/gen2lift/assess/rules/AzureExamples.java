package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.DiskExample.linuxGen2;
import static dev.gen2lift.assess.DiskExample.windowsGen1;
import static dev.gen2lift.assess.DiskExample.windowsGen2;
import static dev.gen2lift.assess.GuestExample.windows;
import static dev.gen2lift.assess.Severity.BLOCKER;
import static dev.gen2lift.assess.Severity.INFO;
import static dev.gen2lift.assess.Severity.WARNING;
import static dev.gen2lift.assess.Target.CONFIDENTIAL;
import static dev.gen2lift.assess.Target.GEN1;
import static dev.gen2lift.assess.Target.GEN2;
import static dev.gen2lift.assess.Target.TRUSTED_LAUNCH;
import static dev.gen2lift.assess.VmExample.of;
import static dev.gen2lift.assess.rules.Example.clean;
import static dev.gen2lift.assess.rules.Example.hit;

import dev.gen2lift.assess.Target;
import dev.gen2lift.assess.VmFacts;
import dev.gen2lift.guest.windows.SystemFacts;
import java.util.List;
import java.util.stream.Stream;

/** What is to be created in Azure: each breaks one rule, and beside it is what fits. */
final class AzureExamples {

    private static final VmFacts WINDOWS = of(windowsGen2());
    private static final Target NVME = GEN2.with(Target.DiskController.NVME);

    static final List<Example> ALL =
            Stream.of(sizes(), plans(), names()).flatMap(List::stream).toList();

    private AzureExamples() {}

    private static List<Example> sizes() {
        return List.of(
                hit("ARM-SIZE-GEN", GEN2.withSize("Standard_A2_v2"), WINDOWS, BLOCKER, "Generation 1 only"),
                hit("ARM-SIZE-GEN", GEN1.withSize("Standard_DC2s_v3"), WINDOWS, BLOCKER, "Generation 2 only"),
                clean("ARM-SIZE-GEN", GEN2.withSize("Standard_D4s_v5"), WINDOWS),
                clean("ARM-SIZE-GEN", GEN1.withSize("Standard_D4s_v5"), WINDOWS),
                hit("ARM-SIZE-TL", TRUSTED_LAUNCH.withSize("Standard_M128s"), WINDOWS, BLOCKER, "no Trusted Launch"),
                hit("ARM-SIZE-TL", CONFIDENTIAL.withSize("Standard_D4s_v5"), WINDOWS, BLOCKER, "no confidential"),
                clean("ARM-SIZE-TL", TRUSTED_LAUNCH.withSize("Standard_D4s_v5"), WINDOWS),
                clean("ARM-SIZE-TL", CONFIDENTIAL.withSize("Standard_DC4as_v5"), WINDOWS),
                hit("ARM-SIZE-ARCH", GEN2.withSize("Standard_D4ps_v6"), WINDOWS, BLOCKER, "Arm64"),
                hit("ARM-SIZE-ARCH", GEN1.withSize("Standard_D4ps_v6"), WINDOWS, BLOCKER, "Arm64"),
                clean("ARM-SIZE-ARCH", GEN2.withSize("Standard_D4s_v5"), WINDOWS),
                hit("ARM-SIZE-NVME", GEN2.withSize("Standard_D4s_v6"), WINDOWS, BLOCKER, "NVMe disks only"),
                hit("ARM-SIZE-NVME", GEN1.withSize("Standard_D4s_v6"), WINDOWS, BLOCKER, "NVMe disks only"),
                hit("ARM-SIZE-NVME", NVME.withSize("Standard_D4s_v5"), WINDOWS, BLOCKER, "no NVMe"),
                clean("ARM-SIZE-NVME", NVME.withSize("Standard_D4s_v6"), WINDOWS),
                clean("ARM-SIZE-NVME", GEN2.withSize("Standard_D4s_v5"), WINDOWS));
    }

    private static List<Example> plans() {
        Target ultra = GEN2.with(IntentionExamples.skus("UltraSSD_LRS", "PremiumV2_LRS"));
        Target usual = GEN2.with(IntentionExamples.skus("Premium_LRS", "Premium_LRS"));
        return List.of(
                hit("DISK-OS-SKU", ultra, WINDOWS, BLOCKER, "UltraSSD_LRS"),
                hit(
                        "DISK-OS-SKU",
                        GEN2.with(IntentionExamples.skus("Standard_LRS", "Premium_LRS")),
                        WINDOWS,
                        WARNING,
                        "Standard_LRS"),
                clean("DISK-OS-SKU", usual, WINDOWS),
                hit("ARM-ZONE-PREMV2", ultra, WINDOWS, WARNING, "no zone"),
                clean("ARM-ZONE-PREMV2", usual, WINDOWS),
                hit(
                        "ARM-REGION",
                        GEN2.with(IntentionExamples.regions("westeurope", "northeurope", "rg")),
                        WINDOWS,
                        BLOCKER,
                        "northeurope"),
                clean("ARM-REGION", GEN2.with(IntentionExamples.regions("westeurope", "WestEurope", "rg")), WINDOWS),
                hit(
                        "ARM-OSPROFILE-SPECIALIZED",
                        GEN2.with(IntentionExamples.profile()),
                        WINDOWS,
                        BLOCKER,
                        "specialized"),
                clean(
                        "ARM-OSPROFILE-SPECIALIZED",
                        GEN2.with(IntentionExamples.profile()),
                        of(windowsGen2().guest(windows().with(SystemFacts.GENERALIZED, true)))),
                clean(
                        "OS-GENERALIZED-STATE",
                        GEN2.with(IntentionExamples.profile()),
                        of(windowsGen2().guest(windows().with(SystemFacts.GENERALIZED, true)))),
                hit("ARM-GEN-IMMUTABLE", GEN2, of(linuxGen2()), INFO, "V2"),
                clean("ARM-GEN-IMMUTABLE", GEN2, of(windowsGen1())));
    }

    private static List<Example> names() {
        VmFacts longName = of(windowsGen2().guest(windows().hostName("a-name-of-seventeen")));
        return List.of(
                hit("NAME-COMPUTER", GEN2.with(IntentionExamples.profile()), longName, BLOCKER, "19 characters"),
                hit("NAME-COMPUTER", GEN2, longName, INFO, "19 characters"),
                clean("NAME-COMPUTER", GEN2, WINDOWS),
                hit(
                        "NAME-RG",
                        GEN2.with(IntentionExamples.regions("westeurope", "westeurope", "ends.with.a.dot.")),
                        WINDOWS,
                        BLOCKER,
                        "ends.with.a.dot."),
                clean("NAME-RG", GEN2.with(IntentionExamples.regions("westeurope", "westeurope", "rg-prod")), WINDOWS));
    }
}
