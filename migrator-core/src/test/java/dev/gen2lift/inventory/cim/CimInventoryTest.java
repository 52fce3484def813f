package dev.gen2lift.inventory.cim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.Generation;
import dev.gen2lift.guest.Unknown;
import dev.gen2lift.inventory.AttachedDisk;
import dev.gen2lift.inventory.BootEntry;
import dev.gen2lift.inventory.Checkpoint;
import dev.gen2lift.inventory.ComPort;
import dev.gen2lift.inventory.DriveLocation;
import dev.gen2lift.inventory.DriveLocation.Bus;
import dev.gen2lift.inventory.FibreChannelAdapter;
import dev.gen2lift.inventory.Gpu;
import dev.gen2lift.inventory.HyperVMachine;
import dev.gen2lift.inventory.IntegrationService;
import dev.gen2lift.inventory.NetworkAdapter;
import dev.gen2lift.inventory.PowerState;
import dev.gen2lift.inventory.RemovableDrive;
import dev.gen2lift.inventory.Replication;
import dev.gen2lift.inventory.SecureBootTemplate;
import dev.gen2lift.inventory.Vlan;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CimInventoryTest {

    private static <T> T known(Fact<T> fact) {
        return fact.asOptional().orElseThrow(() -> new AssertionError(fact.explanation()));
    }

    private static HyperVMachine machine(String name) throws IOException, InterruptedException {
        return CimInventory.read(new RecordedHost(), "host1").machines().stream()
                .filter(machine -> machine.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aGeneration2MachineTellsAllThatAMigrationCaresAbout() throws Exception {
        HyperVMachine web = machine("web");

        assertThat(web.host().is("host1")).isTrue();
        assertThat(web.generation().is(Generation.V2)).isTrue();
        assertThat(web.state().is(PowerState.OFF)).isTrue();
        assertThat(web.version().is("10.0")).isTrue();
        assertThat(web.processors().count().is(4)).isTrue();
        assertThat(web.processors().nestedVirtualization().is(true)).isTrue();
        assertThat(web.memory().startup().is(4L << 30)).isTrue();
        assertThat(web.memory().minimum().is(512L << 20)).isTrue();
        assertThat(web.memory().maximum().is(8L << 30)).isTrue();
        assertThat(web.firmware().secureBoot().is(true)).isTrue();
        assertThat(web.firmware().template().is(SecureBootTemplate.MICROSOFT_UEFI_CERTIFICATE_AUTHORITY))
                .isTrue();
        assertThat(web.security().vtpm().is(true)).isTrue();
        assertThat(web.security().shielded().is(false)).isTrue();
        assertThat(known(web.peripherals().gpus())).containsExactly(new Gpu(Gpu.Kind.PARTITION, "PCI#VEN_10DE"));
        assertThat(known(web.peripherals().fibreChannel()))
                .containsExactly(new FibreChannelAdapter(
                        "Fibre Channel Adapter", List.of("C003FF0000FFFF22", "C003FF0000FFFF23")));
        assertThat(known(web.guest().services()))
                .containsExactly(new IntegrationService("Heartbeat", true), new IntegrationService("VSS", false));
        assertThat(web.guest().operatingSystem().is("Windows Server 2019 Datacenter"))
                .isTrue();
        assertThat(web.guest().hibernation().is(true)).isTrue();
        assertThat(web.availability().replication().is(Replication.PRIMARY)).isTrue();
        assertThat(web.availability().clustered().is(true)).isTrue();
    }

    @Test
    void drivesAreFoundByTheirControllers() throws Exception {
        HyperVMachine web = machine("web");

        assertThat(known(web.disks()))
                .extracting(disk -> known(disk.at()), AttachedDisk::backing, disk -> known(disk.shared()))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                new DriveLocation(Bus.SCSI, 0, 0), AttachedDisk.Backing.IMAGE, false),
                        org.assertj.core.groups.Tuple.tuple(
                                new DriveLocation(Bus.SCSI, 0, 1), AttachedDisk.Backing.VHD_SET, true),
                        org.assertj.core.groups.Tuple.tuple(
                                new DriveLocation(Bus.SCSI, 0, 3), AttachedDisk.Backing.PHYSICAL, false));
        assertThat(known(web.disks()).get(0).path().is("C:\\ClusterStorage\\Volume1\\web\\os_1.avhdx"))
                .isTrue();
        assertThat(known(web.peripherals().removable()))
                .containsExactly(new RemovableDrive(
                        RemovableDrive.Kind.DVD,
                        Fact.known(new DriveLocation(Bus.SCSI, 0, 2), "Hyper-V"),
                        Optional.of("C:\\iso\\tools.iso")));
    }

    @Test
    void theBootOrderOfOneScsiControllerLeadsToItsDrives() throws Exception {
        assertThat(known(machine("web").firmware().bootOrder()))
                .containsExactly(
                        new BootEntry(BootEntry.Kind.NETWORK, Optional.empty()),
                        new BootEntry(BootEntry.Kind.DVD, Optional.of(new DriveLocation(Bus.SCSI, 0, 2))),
                        new BootEntry(BootEntry.Kind.DISK, Optional.of(new DriveLocation(Bus.SCSI, 0, 0))));
    }

    @Test
    void aPortsFeaturesBelongToItsAdapter() throws Exception {
        assertThat(known(machine("web").adapters())).singleElement().satisfies(nic -> {
            assertThat(nic.mac().is("00-15-5D-01-02-03")).isTrue();
            assertThat(nic.staticMac().is(true)).isTrue();
            assertThat(nic.switchName().is("External")).isTrue();
            assertThat(nic.addresses().is(List.of("10.0.0.4", "fe80::1"))).isTrue();
            assertThat(nic.staticAddresses().is(true)).isTrue();
            assertThat(nic.vlan().is(new Vlan(Vlan.Mode.TRUNK, List.of(10, 20, 21))))
                    .isTrue();
            assertThat(nic.macSpoofing().is(true)).isTrue();
            assertThat(nic.teaming().is(true)).isTrue();
            assertThat(nic.portMirroring().is(NetworkAdapter.PortMirroring.DESTINATION))
                    .isTrue();
            assertThat(nic.sriov().is(true)).isTrue();
        });
    }

    @Test
    void checkpointsComeWithTheirTimesAndDisks() throws Exception {
        assertThat(known(machine("web").checkpoints()))
                .containsExactly(new Checkpoint(
                        "before the update",
                        Optional.of(UUID.fromString("c0ffee00-0000-4000-8000-000000000001")),
                        Optional.empty(),
                        Fact.known(Instant.parse("2024-05-06T07:08:09Z"), "Hyper-V"),
                        Fact.known(List.of("C:\\ClusterStorage\\Volume1\\web\\os.vhdx"), "Hyper-V")));
    }

    @Test
    void aGeneration1MachineHasIdeDrivesAndALegacyAdapter() throws Exception {
        HyperVMachine old = machine("old");

        assertThat(old.generation().is(Generation.V1)).isTrue();
        assertThat(old.state().is(PowerState.RUNNING)).isTrue();
        assertThat(old.memory().maximum().is(1L << 30)).isTrue();
        assertThat(known(old.firmware().bootOrder()))
                .extracting(BootEntry::kind)
                .containsExactly(
                        BootEntry.Kind.DVD, BootEntry.Kind.DISK, BootEntry.Kind.NETWORK, BootEntry.Kind.FLOPPY);
        assertThat(known(old.disks()))
                .singleElement()
                .satisfies(disk -> assertThat(disk.at().is(new DriveLocation(Bus.IDE, 0, 0)))
                        .isTrue());
        assertThat(known(old.peripherals().comPorts())).containsExactly(new ComPort(1, "\\\\.\\pipe\\com"));
        assertThat(known(old.adapters())).singleElement().satisfies(nic -> {
            assertThat(nic.kind()).isEqualTo(NetworkAdapter.Kind.LEGACY);
            assertThat(nic.mac()).isInstanceOf(Unknown.class);
            assertThat(nic.switchName().is("")).isTrue();
            assertThat(nic.vlan().is(Vlan.UNTAGGED)).isTrue();
            assertThat(nic.addresses()).isInstanceOf(Unknown.class);
        });
        assertThat(old.availability().clustered().is(false)).isTrue();
        assertThat(old.security().vtpm().is(false)).isTrue();
    }

    @Test
    void valuesThatAreAllTextMeanTheSame() throws Exception {
        RecordedHost host = new RecordedHost();
        CimSource texts = (namespace, className) -> host.answer(namespace, className)
                .map(rows -> rows.stream().map(CimInventoryTest::asTexts).toList());

        assertThat(CimInventory.read(texts, "host1")).isEqualTo(CimInventory.read(host, "host1"));
    }

    private static CimRow asTexts(Map<String, Object> row) {
        Map<String, Object> texts = new HashMap<>();
        row.forEach((name, value) -> texts.put(
                name,
                value instanceof List<?> list
                        ? list.stream().map(String::valueOf).toList()
                        : value == null ? null : String.valueOf(value)));
        return new CimRow(texts);
    }

    @Test
    void aHostWithoutHyperVIsRefused() {
        assertThatThrownBy(() -> CimInventory.read((namespace, className) -> Optional.empty(), "host1"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no Hyper-V");
    }

    @Test
    void everyPropertyMayBeMissing() throws Exception {
        RecordedHost host = new RecordedHost();
        for (int dropped = 0; dropped < 8; dropped++) {
            int every = dropped;
            CimSource poor = (namespace, className) -> host.answer(namespace, className)
                    .map(rows -> rows.stream().map(row -> without(row, every)).toList());

            assertThat(CimInventory.read(poor, "host1")).isNotNull();
        }
    }

    private static CimRow without(Map<String, Object> row, int which) {
        Map<String, Object> less = new HashMap<>();
        List<String> names = new ArrayList<>(row.keySet());
        for (int i = 0; i < names.size(); i++) {
            if (i % 8 != which) {
                less.put(names.get(i), row.get(names.get(i)));
            }
        }
        return new CimRow(less);
    }
}
