package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.rules.RuleRow.rule;

import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Source;
import dev.gen2lift.guest.linux.AccessFacts;
import dev.gen2lift.guest.linux.AzureFacts;
import dev.gen2lift.guest.linux.KernelFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How one gets into a Linux in Azure, and what Azure's platform finds in it. */
final class LinuxAccessRules {

    private static final Rule CONSOLE = rule("LNX-GRUB-CONSOLE")
            .title("The kernel does not write to the serial console")
            .why("Azure shows what the kernel says at start, and lets administrators in, on the serial port only.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_LINUX)
            .inLinux("""
                    sed -i -E 's/^(GRUB_CMDLINE_LINUX=")/\\1console=tty1 console=ttyS0,115200n8 earlyprintk=ttyS0,115200 rootdelay=300 /' /etc/default/grub
                    sed -i -E 's/ ?(rhgb|quiet|crashkernel=auto)\\b//g' /etc/default/grub
                    update-grub || grub2-mkconfig -o /boot/grub2/grub.cfg
                    """)
            .linux(
                    KernelFacts.CONSOLES,
                    consoles -> consoles.stream().noneMatch(LinuxAccessRules::isSerial),
                    consoles -> consoles.isEmpty()
                            ? "the command line has no console="
                            : "console=" + String.join(", console=", consoles));

    private static boolean isSerial(String console) {
        return console.startsWith("ttyS0") || console.startsWith("ttyAMA0") || console.startsWith("hvc0");
    }

    private static final Rule SSH = rule("LNX-SSH")
            .title("SSH does not start with the system")
            .why("Without it nobody gets into the machine over the network.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_LINUX)
            .inLinux("""
                    apt-get install -y openssh-server || dnf install -y openssh-server || zypper install -y openssh
                    systemctl enable ssh || systemctl enable sshd
                    # keep connections through Azure's load balancers open
                    grep -q '^ClientAliveInterval' /etc/ssh/sshd_config || echo 'ClientAliveInterval 180' >> /etc/ssh/sshd_config
                    """)
            .linux(guest -> {
                if (guest.fact(AccessFacts.SSH_INSTALLED).is(false)) {
                    return Stream.of(guest.saw("sshd is not installed", guest.fact(AccessFacts.SSH_INSTALLED)));
                }
                if (guest.fact(AccessFacts.SSH_ENABLED).is(true)) {
                    Map<String, String> settings = guest.value(AccessFacts.SSH_SETTINGS, Map.of());
                    return settings.containsKey("clientaliveinterval")
                            ? Stream.empty()
                            : Stream.of(guest.saw("enabled; ClientAliveInterval is not set")
                                    .as(Severity.INFO));
                }
                return guest.where(AccessFacts.SSH_ENABLED, false, "the service is not enabled");
            });

    private static final Rule AGENT = rule("LNX-AGENT")
            .title("The Azure Linux agent does not run")
            .why("Extensions, password resets and run-command need the agent. The machine runs without it, created with"
                    + " provisionVMAgent false.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_LINUX)
            .inLinux("""
                    apt-get install -y walinuxagent || dnf install -y WALinuxAgent || zypper install -y python-azure-agent
                    systemctl enable walinuxagent || systemctl enable waagent
                    # a specialized machine is not provisioned again
                    sed -i -E 's/^Provisioning\\.Agent=.*/Provisioning.Agent=disabled/' /etc/waagent.conf
                    """)
            .linux(guest -> guest.fact(AzureFacts.AGENT_INSTALLED).is(true)
                    ? guest.where(AzureFacts.AGENT_ENABLED, false, "waagent is installed and not enabled")
                    : guest.where(AzureFacts.AGENT_INSTALLED, false, "waagent is not installed"));

    private static final Rule CLOUD_INIT = rule("LNX-CLOUDINIT-DS")
            .title("What provisions the system is not set up for Azure")
            .why(
                    "Without a datasource_list, cloud-init searches for clouds one after the other, which delays the start; what an installer has left behind"
                            + " keeps it from setting up the network.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_UBUNTU)
            .inLinux("""
                    printf 'datasource_list: [ Azure ]\\ndatasource:\\n  Azure:\\n    apply_network_config: False\\n' > /etc/cloud/cloud.cfg.d/91-azure_datasource.cfg
                    # and what an installer has left
                    rm -f -- <files>
                    """)
            .linux(LinuxAccessRules::cloudInit);

    private static Stream<Observation> cloudInit(Guest guest) {
        if (guest.fact(AzureFacts.CLOUD_INIT_INSTALLED).is(false)) {
            return Stream.empty();
        }
        List<String> wrong = new ArrayList<>();
        List<String> leftovers = guest.value(AzureFacts.CLOUD_INIT_LEFTOVERS, List.of());
        List<String> sources = guest.value(AzureFacts.CLOUD_INIT_DATASOURCES, List.of());
        if (guest.fact(AzureFacts.CLOUD_INIT_DATASOURCES).asOptional().isPresent() && !sources.contains("Azure")) {
            wrong.add(
                    sources.isEmpty() ? "no datasource_list is set" : "datasource_list: " + String.join(", ", sources));
        }
        if (guest.fact(AzureFacts.CLOUD_INIT_NETWORK_DISABLED).is(true)) {
            wrong.add("its network configuration is disabled");
        }
        leftovers.forEach(file -> wrong.add(file + " is there"));
        if (!wrong.isEmpty()) {
            return Stream.of(guest.saw(String.join("; ", wrong)).with("files", leftovers));
        }
        return guest.fact(AzureFacts.CLOUD_INIT_DATASOURCES).asOptional().isEmpty()
                ? Stream.of(guest.notKnown(AzureFacts.CLOUD_INIT_DATASOURCES))
                : Stream.empty();
    }

    private static final Rule DAEMONS = rule("LNX-HYPERV-DAEMONS")
            .title("The daemons of Hyper-V's integration services are missing")
            .why("They tell the platform the machine's addresses and freeze file systems for snapshots.")
            .severity(Severity.INFO)
            .source(Source.PREPARE_LINUX)
            .inLinux(
                    "apt-get install -y linux-cloud-tools-generic || dnf install -y hyperv-daemons || zypper install -y hyper-v")
            .linux(AzureFacts.HYPERV_DAEMONS, List::isEmpty, daemons -> "none is installed");

    static final List<Rule> ALL = List.of(CONSOLE, SSH, AGENT, CLOUD_INIT, DAEMONS);

    private LinuxAccessRules() {}
}
