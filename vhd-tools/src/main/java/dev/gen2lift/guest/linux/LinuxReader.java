package dev.gen2lift.guest.linux;

import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.Facts;
import dev.gen2lift.guest.GuestFacts;
import dev.gen2lift.guest.GuestReader;
import dev.gen2lift.guest.GuestVolume;
import dev.gen2lift.guest.InspectionWarnings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds an installed Linux and tells what matters of it on another machine. */
public final class LinuxReader implements GuestReader {

    /** Roots beside the one that is told of, by the inspection's names of their volumes. */
    public static final FactName<List<String>> OTHER_ROOTS = FactName.of("otherRoots");

    @Override
    public Optional<GuestFacts> read(List<GuestVolume> volumes, InspectionWarnings warnings) throws IOException {
        List<RootVolume> roots = RootVolume.find(volumes, warnings);
        if (roots.isEmpty()) {
            return Optional.empty();
        }
        MountedSystem system = MountedSystem.of(roots.get(0), volumes, warnings);
        FactLog log = new FactLog(warnings);
        if (roots.size() > 1) {
            List<String> others =
                    roots.stream().skip(1).map(root -> root.volume().name()).toList();
            log.look(OTHER_ROOTS, "volumes", () -> Fact.known(others, "they hold /etc and programs too"));
        }
        DistributionFacts.read(system.tree(), log);
        MountFacts.read(system, log);
        BootMenu menu = new BootMenu(system);
        Fact<BootEntry> entry = KernelFacts.read(system, menu, log);
        Fact<String> version = log.facts().get(KernelFacts.DEFAULT_VERSION);
        LinuxTree tree = system.tree();
        DriverFacts.read(tree, menu, entry, version, log);
        ModuleFacts.read(tree, version, log);
        Services services = new Services(tree);
        AzureFacts.read(tree, services, log);
        NetworkFacts.read(tree, services, log);
        AccessFacts.read(tree, services, log.facts().get(KernelFacts.COMMAND_LINE), log);
        StorageFacts.read(tree, services, log);
        return Optional.of(guest(system, log.facts()));
    }

    private static GuestFacts guest(MountedSystem system, Facts facts) throws IOException {
        Map<String, String> release =
                facts.get(DistributionFacts.OS_RELEASE).asOptional().orElse(Map.of());
        Optional<String> version = Optional.ofNullable(release.get("VERSION_ID"));
        return new GuestFacts(
                GuestFacts.Family.LINUX,
                Optional.ofNullable(release.getOrDefault("PRETTY_NAME", release.get("NAME"))),
                version,
                facts.get(DistributionFacts.POINT_RELEASE)
                        .asOptional()
                        .or(() -> Optional.ofNullable(release.get("BUILD_ID"))),
                Optional.ofNullable(release.getOrDefault("VARIANT_ID", release.get("VARIANT"))),
                Programs.architecture(system.tree()),
                facts.get(DistributionFacts.HOST_NAME).asOptional(),
                facts);
    }
}
