package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.rules.RuleRow.rule;

import dev.gen2lift.assess.Remedy;
import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Source;
import dev.gen2lift.assess.Target;
import dev.gen2lift.assess.VmFacts;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.linux.NetworkInterface;
import dev.gen2lift.inventory.NetworkAdapter;
import dev.gen2lift.inventory.Vlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The machine's network adapters as Hyper-V has them, and what of them Azure's network does not know. */
final class MachineNetworkRules {

    /** Adapters that nearly every size takes. */
    private static final int USUAL_ADAPTERS = 2;

    private static final Rule COUNT = rule("VM-NIC-COUNT")
            .title("The machine has several network adapters")
            .why("How many a machine may have depends on its size (MaxNetworkInterfaces): two on the smallest, eight on"
                    + " the largest.")
            .severity(Severity.BLOCKER)
            .source(Source.TRUSTED_LAUNCH_FAQ)
            .inWindows("""
                    # choose a size that takes as many
                    Get-AzComputeResourceSku -Location <region> | Where-Object ResourceType -eq virtualMachines |
                      Where-Object { [int]($_.Capabilities | Where-Object Name -eq MaxNetworkInterfaces).Value -ge <adapters> }
                    """)
            .configuration(machine -> {
                if (machine.machine().adapters().asOptional().isEmpty()) {
                    return machine.where(machine.machine().adapters(), all -> false, all -> "");
                }
                int adapters = machine.machine()
                        .adapters()
                        .asOptional()
                        .orElse(List.of())
                        .size();
                Optional<SizeFamily> size = machine.target().size().flatMap(SizeFamily::of);
                if (size.isPresent() && adapters > size.get().mostAdapters()) {
                    return Stream.of(machine.saw(adapters + " adapters, and "
                                    + machine.target().size().orElse("") + " takes "
                                    + size.get().mostAdapters())
                            .with("adapters", adapters));
                }
                return adapters > USUAL_ADAPTERS && size.isEmpty()
                        ? Stream.of(machine.saw(adapters + " adapters")
                                .as(Severity.WARNING)
                                .with("adapters", adapters))
                        : Stream.empty();
            });

    private static final Rule LEGACY = rule("VM-NIC-LEGACY")
            .title("A network adapter is emulated")
            .why("Azure has synthetic adapters only; the guest needs the driver for them (netvsc, hv_netvsc).")
            .severity(Severity.INFO)
            .source(Source.HYPERV_GENERATIONS)
            .onHost("""
                    # with the machine off: replace it by a synthetic one
                    Get-VMNetworkAdapter -VMName <vm> | Where-Object IsLegacy | Remove-VMNetworkAdapter
                    Add-VMNetworkAdapter -VMName <vm> -SwitchName <switch>
                    """)
            .configuration(machine -> adapters(
                    machine,
                    adapter -> adapter.kind() == NetworkAdapter.Kind.LEGACY,
                    adapter -> adapter.name() + " is a legacy adapter"));

    private static final Rule STATIC_MAC = rule("VM-NIC-STATIC-MAC")
            .title("A hardware address is set by hand")
            .why("Azure gives each interface an address of its own; licences and leases that hang on the old one end.")
            .severity(Severity.WARNING)
            .source(Source.MIGRATE_PREPARE)
            .onHost("""
                    # see which software is bound to it, and ask its maker for a licence for the new machine
                    Get-VMNetworkAdapter -VMName <vm> | Format-Table Name, MacAddress, DynamicMacAddressEnabled
                    """)
            .configuration(machine -> adapters(
                    machine,
                    adapter -> adapter.staticMac().is(true),
                    adapter -> adapter.name() + " has "
                            + adapter.mac().asOptional().orElse("a fixed address")));

    private static final Rule SPOOFING = rule("VM-NIC-MAC-SPOOFING")
            .title("The machine may send with other hardware addresses")
            .why("Azure drops such packets: load balancing inside of the guest and nested machines on the same network"
                    + " do not work.")
            .severity(Severity.WARNING)
            .source(Source.SERVER_SOFTWARE)
            .onHost("""
                    # where the guest does without; otherwise use Azure Load Balancer, or NAT for nested machines
                    Set-VMNetworkAdapter -VMName <vm> -MacAddressSpoofing Off
                    """)
            .configuration(machine -> adapters(
                    machine, adapter -> adapter.macSpoofing().is(true), adapter -> adapter.name() + " may do so"));

    private static final Rule TEAMING = rule("VM-NIC-TEAMING")
            .title("The guest may team its network adapters")
            .why("A team inside of the guest does not work in Azure, which keeps its network available by itself.")
            .severity(Severity.WARNING)
            .source(Source.AZURE_MIGRATE)
            .inWindows("""
                    # dissolve the team before the move
                    Get-NetLbfoTeam | Remove-NetLbfoTeam
                    """)
            .inLinux("""
                    # see the bonds, and give eth0 their addresses by DHCP before the move
                    cat /proc/net/bonding/*
                    """)
            .machine((vm, target) -> {
                List<String> found = new ArrayList<>();
                vm.configuration().flatMap(machine -> machine.adapters().asOptional()).orElse(List.of()).stream()
                        .filter(adapter -> adapter.teaming().is(true))
                        .forEach(adapter -> found.add(adapter.name() + " may be teamed"));
                Optional<Guest> guest = Guest.of(vm, target);
                guest
                        .filter(Guest::isLinux)
                        .map(linux -> linux.value(
                                dev.gen2lift.guest.linux.NetworkFacts.INTERFACES, List.<NetworkInterface>of()))
                        .orElse(List.of())
                        .stream()
                        .filter(each ->
                                each.name().startsWith("bond") || each.name().startsWith("team"))
                        .forEach(each -> found.add(each.name() + " in " + each.source()));
                guest.filter(Guest::isWindows)
                        .map(windows -> windows.value(dev.gen2lift.guest.windows.NetworkFacts.TEAMS, List.<String>of()))
                        .orElse(List.of())
                        .forEach(team -> found.add("team adapter " + team));
                if (found.isEmpty()) {
                    return Stream.empty();
                }
                Observation seen = Observation.of(vm.name(), String.join("; ", found));
                return Stream.of(guest.filter(Guest::isLinux).isPresent() ? seen.remediedIn(Remedy.Shell.SH) : seen);
            });

    private static final Rule VLAN = rule("VM-NIC-VLAN")
            .title("Network adapters use VLANs")
            .why(
                    "A virtual network in Azure has no VLANs; subnets and their routes take their place, and a trunk ends.")
            .severity(Severity.WARNING)
            .source(Source.MIGRATE_PREPARE)
            .onHost("""
                    # plan a subnet for each
                    Get-VMNetworkAdapterVlan -VMName <vm>
                    """)
            .configuration(machine -> adapters(
                    machine,
                    adapter -> adapter.vlan()
                            .asOptional()
                            .filter(vlan -> vlan.mode() != Vlan.Mode.UNTAGGED)
                            .isPresent(),
                    adapter -> adapter.name() + ": "
                            + adapter.vlan()
                                    .asOptional()
                                    .map(vlan -> vlan.mode().name().toLowerCase(Locale.ROOT) + " " + vlan.ids())
                                    .orElse("")));

    private static final Rule MIRRORING = rule("VM-NIC-PORT-MIRRORING")
            .title("A network adapter is part of port mirroring")
            .why("Azure's network does not copy traffic by port; virtual network TAP or a network appliance does.")
            .severity(Severity.WARNING)
            .source(Source.MIGRATE_PREPARE)
            .onHost("Set-VMNetworkAdapter -VMName <vm> -PortMirroring None")
            .configuration(machine -> adapters(
                    machine,
                    adapter -> adapter.portMirroring()
                            .asOptional()
                            .filter(role -> role != NetworkAdapter.PortMirroring.NONE)
                            .isPresent(),
                    adapter -> adapter.name() + " is its "
                            + adapter.portMirroring()
                                    .asOptional()
                                    .map(role -> role.name().toLowerCase(Locale.ROOT))
                                    .orElse("")));

    private static final Rule SRIOV = rule("VM-NIC-SRIOV")
            .title("A network adapter uses SR-IOV")
            .why("In Azure that is accelerated networking, which most sizes from two processors on have.")
            .severity(Severity.INFO)
            .source(Source.TRUSTED_LAUNCH_FAQ)
            .inWindows(
                    "New-AzNetworkInterface -Name <name> -ResourceGroupName <group> -Location <region> -SubnetId <subnet> -EnableAcceleratedNetworking")
            .configuration(machine -> adapters(
                    machine,
                    adapter -> adapter.sriov().is(true),
                    adapter -> adapter.name() + " may use a virtual function"));

    private static final Rule IPV6 = rule("VM-IPV6")
            .title("The machine has IPv6 addresses")
            .why("Azure Migrate does not carry them over; a virtual network needs an IPv6 range, and the network"
                    + " interface a configuration for it.")
            .severity(Severity.WARNING)
            .source(Source.AZURE_MIGRATE)
            .inWords("Plan a dual-stack subnet, and add an IPv6 configuration to the network interface in Azure.")
            .machine((vm, target) -> {
                List<String> found = Stream.concat(
                                vm
                                        .configuration()
                                        .flatMap(machine -> machine.adapters().asOptional())
                                        .orElse(List.of())
                                        .stream()
                                        .flatMap(
                                                adapter -> adapter.addresses().asOptional().orElse(List.of()).stream()),
                                guestAddresses(vm, target))
                        .filter(MachineNetworkRules::isGlobalIpv6)
                        .distinct()
                        .toList();
                return found.isEmpty()
                        ? Stream.empty()
                        : Stream.of(Observation.of(vm.name(), String.join(", ", found)));
            });

    private static Stream<String> guestAddresses(VmFacts vm, Target target) {
        return Guest.of(vm, target)
                .filter(Guest::isLinux)
                .map(linux ->
                        linux.value(dev.gen2lift.guest.linux.NetworkFacts.INTERFACES, List.<NetworkInterface>of()))
                .orElse(List.of())
                .stream()
                .flatMap(each -> each.addresses().stream());
    }

    /** Link-local addresses come by themselves on every network. */
    private static boolean isGlobalIpv6(String address) {
        return address.chars().filter(c -> c == ':').count() >= 2
                && !address.toLowerCase(Locale.ROOT).startsWith("fe80:")
                && !address.startsWith("::1");
    }

    private static Stream<Observation> adapters(
            Configuration machine, Predicate<NetworkAdapter> meant, Function<NetworkAdapter, String> says) {
        Fact<List<NetworkAdapter>> adapters = machine.machine().adapters();
        // where the adapters are not known, VM-NIC-COUNT says so for all of these
        return adapters.asOptional().isEmpty() ? Stream.empty() : machine.whereAny(adapters, meant, says);
    }

    static final List<Rule> ALL = List.of(COUNT, STATIC_MAC, SPOOFING, TEAMING, VLAN, MIRRORING, IPV6, LEGACY, SRIOV);

    private MachineNetworkRules() {}
}
