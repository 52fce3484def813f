package dev.gen2lift.assess;

import dev.gen2lift.guest.Architecture;
import dev.gen2lift.guest.DiskInspection;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.GuestFacts;
import dev.gen2lift.guest.boot.BootLoader;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the OS disk tells of its guest, and how it is known. */
final class GuestSigns {

    private GuestSigns() {}

    static Fact<GuestFacts.Family> family(Optional<DiskFacts> os) {
        Optional<GuestFacts> guest = os.flatMap(DiskFacts::inspection).map(DiskInspection::guest);
        if (guest.isEmpty()) {
            return Fact.unknown("no OS disk could be read");
        }
        Optional<String> evidence =
                guest.get().facts().get(GuestFacts.FAMILY_EVIDENCE).asOptional().map(signs -> String.join(", ", signs));
        if (guest.get().family() == GuestFacts.Family.UNKNOWN) {
            return Fact.unknown(evidence.map(signs -> "signs of more than one system: " + signs)
                    .orElse("nothing on the OS disk tells which system it is"));
        }
        return Fact.known(guest.get().family(), evidence.orElse("the installed system"));
    }

    static Fact<Architecture> architecture(Optional<DiskFacts> os) {
        Optional<DiskInspection> seen = os.flatMap(DiskFacts::inspection);
        if (seen.isEmpty()) {
            return Fact.unknown("no OS disk could be read");
        }
        DiskInspection disk = seen.get();
        Optional<Architecture> guest =
                disk.guest().architecture().filter(architecture -> architecture != Architecture.UNKNOWN);
        if (guest.isPresent()) {
            return Fact.known(guest.get(), "the installed system");
        }
        List<BootLoader> loaders = disk.boot().loaders().stream()
                .filter(loader -> loader.architecture() != Architecture.UNKNOWN)
                .toList();
        Set<Architecture> architectures = EnumSet.noneOf(Architecture.class);
        loaders.forEach(loader -> architectures.add(loader.architecture()));
        // media for every firmware carries a 32-bit loader beside the 64-bit one; the 64-bit one counts
        if (architectures.contains(Architecture.X64)) {
            architectures.remove(Architecture.X86);
        }
        if (architectures.size() == 1) {
            Architecture only = architectures.iterator().next();
            return loaders.stream()
                    .filter(loader -> loader.architecture() == only)
                    .findFirst()
                    .map(loader -> Fact.known(only, "boot loader " + loader.path()))
                    .orElseThrow();
        }
        return Fact.unknown(
                architectures.isEmpty() ? "no boot loader tells it" : "boot loaders for more than one architecture");
    }
}
