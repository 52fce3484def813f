package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.rules.RuleRow.rule;

import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Source;
import dev.gen2lift.guest.boot.BootLoader;
import dev.gen2lift.guest.boot.GrubConfiguration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** What GRUB needs on the EFI system partition. */
final class LinuxBootRules {

    private static final Rule GRUB_MENU = rule("BOOT-GRUB-EFI-CFG")
            .title("GRUB does not find its menu on the EFI system partition")
            .why("GRUB looks for grub.cfg in the folder that it was built for. Without it, it shows a prompt and waits"
                    + " for somebody to type.")
            .gen2(Severity.WARNING)
            .source(Source.PREPARE_RHEL)
            .inLinux("""
                    # RHEL and its kin
                    grub2-mkconfig -o /boot/efi/EFI/redhat/grub.cfg
                    # Debian and Ubuntu
                    grub-install --target=x86_64-efi --no-nvram && update-grub
                    """)
            .osDisk(disk -> {
                List<BootLoader> grubs = disk.seen().boot().loaders().stream()
                        .filter(loader -> loader.grub().isPresent() && started(loader))
                        .toList();
                Optional<BootLoader> lost = first(grubs, menu -> menu.present().is(false));
                if (lost.isPresent()) {
                    return lost.map(loader -> disk.saw(loader.path() + " finds no grub.cfg in " + prefix(loader)));
                }
                return first(grubs, menu -> menu.present().asOptional().isEmpty())
                        .map(loader -> disk.saw("not known for " + loader.path() + ": "
                                        + loader.grub()
                                                .map(menu -> menu.present().explanation())
                                                .orElse(""))
                                .undecided());
            });

    /** Those of the fallback folder and of the distribution; others of modules are no loaders. */
    private static boolean started(BootLoader loader) {
        String name =
                loader.path().substring(loader.path().lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return name.startsWith("grub") || name.startsWith("boot");
    }

    private static Optional<BootLoader> first(List<BootLoader> grubs, Predicate<GrubConfiguration> wanted) {
        return grubs.stream()
                .filter(loader -> loader.grub().filter(wanted).isPresent())
                .findFirst();
    }

    private static String prefix(BootLoader loader) {
        return loader.grub().map(GrubConfiguration::prefix).orElse("");
    }

    static final List<Rule> ALL = List.of(GRUB_MENU);

    private LinuxBootRules() {}
}
