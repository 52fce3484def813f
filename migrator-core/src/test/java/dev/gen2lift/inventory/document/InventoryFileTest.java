package dev.gen2lift.inventory.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.Generation;
import dev.gen2lift.guest.Unknown;
import dev.gen2lift.inventory.AttachedDisk;
import dev.gen2lift.inventory.BootEntry;
import dev.gen2lift.inventory.Checkpoint;
import dev.gen2lift.inventory.ComPort;
import dev.gen2lift.inventory.DriveLocation;
import dev.gen2lift.inventory.FibreChannelAdapter;
import dev.gen2lift.inventory.Gpu;
import dev.gen2lift.inventory.HyperVMachine;
import dev.gen2lift.inventory.IntegrationService;
import dev.gen2lift.inventory.Inventory;
import dev.gen2lift.inventory.NetworkAdapter;
import dev.gen2lift.inventory.PowerState;
import dev.gen2lift.inventory.Problem;
import dev.gen2lift.inventory.RemovableDrive;
import dev.gen2lift.inventory.Replication;
import dev.gen2lift.inventory.SecureBootTemplate;
import dev.gen2lift.inventory.Vlan;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InventoryFileTest {

    private static Inventory parse(String text) throws BadImageException {
        return InventoryFile.parse("vms.json", text.getBytes(StandardCharsets.UTF_8));
    }

    private static HyperVMachine only(String text) throws BadImageException {
        Inventory inventory = parse(text);
        assertThat(inventory.problems()).isEmpty();
        assertThat(inventory.machines()).hasSize(1);
        return inventory.machines().get(0);
    }

    private static <T> T known(Fact<T> fact) {
        return fact.asOptional().orElseThrow(() -> new AssertionError(fact.explanation()));
    }

    @Test
    void whatDiscoverWritesIsReadBackTheSame() throws BadImageException {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            Inventory inventory = new Inventory(
                    List.of((HyperVMachine) any(HyperVMachine.class, random), (HyperVMachine)
                            any(HyperVMachine.class, random)),
                    List.of((Problem) any(Problem.class, random)));

            assertThat(parse(DiscoverDocument.text(inventory))).isEqualTo(inventory);
        }
    }

    /** Some value of a type of the inventory, made of its components. */
    private static Object any(Type type, Random random) {
        if (type instanceof ParameterizedType generic) {
            Type content = generic.getActualTypeArguments()[0];
            if (generic.getRawType() == Fact.class) {
                return random.nextInt(4) == 0
                        ? Fact.unknown("reason " + random.nextInt(9))
                        : Fact.known(any(content, random), "source " + random.nextInt(9));
            }
            if (generic.getRawType() == Optional.class) {
                return random.nextBoolean() ? Optional.empty() : Optional.of(any(content, random));
            }
            List<Object> list = new ArrayList<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                list.add(any(content, random));
            }
            return list;
        }
        Class<?> plain = (Class<?>) type;
        if (plain == String.class) {
            return List.of("", "web", "C:\\VMs\\a b.vhdx", "<script>\"'&", "Zürich \u65e5\u672c", "=1+1")
                    .get(random.nextInt(6));
        }
        if (plain == Boolean.class || plain == boolean.class) {
            return random.nextBoolean();
        }
        if (plain == Long.class) {
            return random.nextLong();
        }
        if (plain == Integer.class || plain == int.class) {
            return random.nextInt();
        }
        if (plain == UUID.class) {
            return new UUID(random.nextLong(), random.nextLong());
        }
        if (plain == Instant.class) {
            return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
        }
        if (plain.isEnum()) {
            return plain.getEnumConstants()[random.nextInt(plain.getEnumConstants().length)];
        }
        RecordComponent[] components = plain.getRecordComponents();
        Object[] values = Arrays.stream(components)
                .map(component -> any(component.getGenericType(), random))
                .toArray();
        try {
            var constructor = plain.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new));
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aFactThatADocumentLeavesOutIsUnknown() throws BadImageException {
        String text = DiscoverDocument.text(new Inventory(
                        List.of(HyperVMachine.builder("vm", "here", "because").build()), List.of()))
                .replaceAll("\"host\" : \\{[^}]*\\},", "");

        assertThat(only(text).host()).isInstanceOf(Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"schema\":\"gen2lift.discover/1\"}",
                "{\"schema\":\"gen2lift.discover/1\",\"machines\":[{\"name\":\"x\"}],\"problems\":[]}",
                "{\"schema\":\"gen2lift.inspect/1\"}",
                "{\"schema\":\"gen2lift.discover/1\",\"machines\":[",
                "[{\"a\":1}]",
                "[1,2",
                "nothing,of,the,sort\n1,2,3,4"
            })
    void whatIsNoInventoryIsRefused(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(BadImageException.class);
    }

    private static final String FULL = """
            [{"Name":"web","VMId":"0B0D2A6C-37A5-4C9C-A6F1-7F3A5B0C1D2E","ComputerName":"HOST1","Generation":2,
             "State":"Off","Version":"9.0","ProcessorCount":4,"MemoryStartup":4294967296,"DynamicMemoryEnabled":true,
             "MemoryMinimum":536870912,"MemoryMaximum":8589934592,"MemoryAssigned":0,"IsClustered":true,
             "ReplicationMode":"Primary",
             "Processor":{"ExposeVirtualizationExtensions":true,"MaximumCountPerNumaNode":8},
             "Firmware":{"SecureBoot":"On","SecureBootTemplate":"MicrosoftUEFICertificateAuthority","BootOrder":[
               {"BootType":"Network","Device":{}},
               {"BootType":"Drive","Device":{"ControllerType":"SCSI","ControllerNumber":0,"ControllerLocation":1,
                 "Path":"C:\\\\VMs\\\\os.vhdx"}}]},
             "Bios":null,
             "Security":{"TpmEnabled":true,"Shielded":false,"EncryptStateAndVmMigrationTraffic":true},
             "HardDrives":[
               {"ControllerType":"SCSI","ControllerNumber":0,"ControllerLocation":2,"Path":"Disk 4 1.00 TB Bus 0","DiskNumber":4,
                "SupportPersistentReservations":false},
               {"ControllerType":"SCSI","ControllerNumber":0,"ControllerLocation":1,"Path":"C:\\\\VMs\\\\os.vhdx",
                "DiskNumber":null,"SupportPersistentReservations":false}],
             "DVDDrives":[{"ControllerType":"SCSI","ControllerNumber":0,"ControllerLocation":3,"Path":"C:\\\\tools.iso"}],
             "FloppyDrive":null,"ComPort1":{"Path":"\\\\\\\\.\\\\pipe\\\\com"},"ComPort2":{"Path":""},
             "FibreChannelHostBusAdapters":[{"Name":"FC","WorldWidePortNameSetA":"C003FF0000FFFF22",
                "WorldWidePortNameSetB":"C003FF0000FFFF23"}],
             "VMIntegrationService":[{"Name":"Heartbeat","Enabled":true},{"Name":"VSS","Enabled":false}],
             "NetworkAdapters":[{"Name":"Front","IsLegacy":false,"MacAddress":"00155D010203",
                "DynamicMacAddressEnabled":false,"SwitchName":"External","IPAddresses":["10.0.0.4","fe80::1"],"IovWeight":50,
                "MacAddressSpoofing":"On","AllowTeaming":"Off","PortMirroringMode":"Source",
                "VlanSetting":{"OperationMode":"Trunk","AccessVlanId":0,"NativeVlanId":10,
                   "AllowedVlanIdListString":"10,20-22"}}],
             "Checkpoints":[{"Name":"before","Id":"00000000-0000-0000-0000-0000000000c3","ParentSnapshotId":null,
                "CreationTime":"2024-05-06T07:08:09+02:00","HardDrives":[{"Path":"C:\\\\VMs\\\\base.vhdx"}]}],
             "GpuPartitions":[{"InstancePath":"PCI#1"}],"AssignedDevices":[]}]
            """;

    @Test
    void theDocumentedLineTellsAllThatAMigrationCaresAbout() throws BadImageException {
        HyperVMachine vm = only(FULL);

        assertThat(vm.name()).isEqualTo("web");
        assertThat(vm.id()).isPresent();
        assertThat(vm.host().is("HOST1")).isTrue();
        assertThat(vm.generation().is(Generation.V2)).isTrue();
        assertThat(vm.state().is(PowerState.OFF)).isTrue();
        assertThat(vm.processors().count().is(4)).isTrue();
        assertThat(vm.processors().nestedVirtualization().is(true)).isTrue();
        assertThat(vm.memory().maximum().is(8L << 30)).isTrue();
        assertThat(vm.firmware().secureBoot().is(true)).isTrue();
        assertThat(vm.firmware().template().is(SecureBootTemplate.MICROSOFT_UEFI_CERTIFICATE_AUTHORITY))
                .isTrue();
        assertThat(known(vm.firmware().bootOrder()))
                .containsExactly(
                        new BootEntry(BootEntry.Kind.NETWORK, Optional.empty()),
                        new BootEntry(
                                BootEntry.Kind.DISK, Optional.of(new DriveLocation(DriveLocation.Bus.SCSI, 0, 1))));
        assertThat(vm.security().vtpm().is(true)).isTrue();
        assertThat(known(vm.disks()))
                .extracting(AttachedDisk::backing)
                .containsExactly(AttachedDisk.Backing.IMAGE, AttachedDisk.Backing.PHYSICAL);
        assertThat(known(vm.peripherals().removable()))
                .extracting(RemovableDrive::medium)
                .containsExactly(Optional.of("C:\\tools.iso"));
        assertThat(known(vm.peripherals().comPorts())).containsExactly(new ComPort(1, "\\\\.\\pipe\\com"));
        assertThat(known(vm.peripherals().fibreChannel()))
                .containsExactly(new FibreChannelAdapter("FC", List.of("C003FF0000FFFF22", "C003FF0000FFFF23")));
        assertThat(known(vm.peripherals().gpus())).containsExactly(new Gpu(Gpu.Kind.PARTITION, "PCI#1"));
        assertThat(known(vm.guest().services()))
                .containsExactly(new IntegrationService("Heartbeat", true), new IntegrationService("VSS", false));
        assertThat(vm.availability().replication().is(Replication.PRIMARY)).isTrue();
        assertThat(vm.availability().clustered().is(true)).isTrue();
        assertThat(known(vm.checkpoints()))
                .containsExactly(new Checkpoint(
                        "before",
                        Optional.of(UUID.fromString("00000000-0000-0000-0000-0000000000c3")),
                        Optional.empty(),
                        Fact.known(Instant.parse("2024-05-06T05:08:09Z"), "Get-VM"),
                        Fact.known(List.of("C:\\VMs\\base.vhdx"), "Get-VM")));
        assertThat(known(vm.adapters())).singleElement().satisfies(nic -> {
            assertThat(nic.mac().is("00-15-5D-01-02-03")).isTrue();
            assertThat(nic.staticMac().is(true)).isTrue();
            assertThat(nic.addresses().is(List.of("10.0.0.4", "fe80::1"))).isTrue();
            assertThat(nic.vlan().is(new Vlan(Vlan.Mode.TRUNK, List.of(10, 20, 21, 22))))
                    .isTrue();
            assertThat(nic.macSpoofing().is(true)).isTrue();
            assertThat(nic.teaming().is(false)).isTrue();
            assertThat(nic.portMirroring().is(NetworkAdapter.PortMirroring.SOURCE))
                    .isTrue();
            assertThat(nic.sriov().is(true)).isTrue();
        });
    }

    @Test
    void powerShell5sEncodingsNumbersAndListsOfOneAreUnderstood() throws BadImageException {
        String text = """
                {"Name":"old","Generation":1,"State":2,"ReplicationMode":0,
                 "HardDrives":{"ControllerType":0,"ControllerNumber":0,"ControllerLocation":0,"Path":"C:\\\\os.vhd"},
                 "NetworkAdapters":{"value":[{"Name":"n","IsLegacy":true,"MacAddress":"000000000000",
                     "MacAddressSpoofing":1,"VlanSetting":{"OperationMode":1,"AccessVlanId":7},"IPAddresses":"10.0.0.9"}],
                     "Count":1},
                 "Checkpoints":{"Name":"c","CreationTime":"\\/Date(1715000000000)\\/","HardDrives":[]},
                 "DVDDrives":["Microsoft.HyperV.PowerShell.DvdDrive"]}
                """;
        for (var encoding : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE, StandardCharsets.UTF_8)) {
            HyperVMachine vm = InventoryFile.parse("vms.json", ("\uFEFF" + text).getBytes(encoding))
                    .machines()
                    .get(0);

            assertThat(vm.state().is(PowerState.RUNNING)).isTrue();
            assertThat(vm.availability().replication().is(Replication.NONE)).isTrue();
            assertThat(known(vm.disks())).hasSize(1);
            assertThat(known(known(vm.disks()).get(0).at()).bus()).isEqualTo(DriveLocation.Bus.IDE);
            assertThat(known(vm.adapters())).singleElement().satisfies(nic -> {
                assertThat(nic.kind()).isEqualTo(NetworkAdapter.Kind.LEGACY);
                assertThat(nic.mac()).isInstanceOf(Unknown.class);
                assertThat(nic.macSpoofing().is(false)).isTrue();
                assertThat(nic.vlan().is(new Vlan(Vlan.Mode.ACCESS, List.of(7))))
                        .isTrue();
                assertThat(nic.addresses().is(List.of("10.0.0.9"))).isTrue();
            });
            assertThat(known(known(vm.checkpoints()).get(0).created())).isEqualTo(Instant.ofEpochMilli(1715000000000L));
            assertThat(vm.peripherals().removable()).isInstanceOf(Unknown.class);
            assertThat(vm.security().vtpm().is(false)).isTrue();
        }
    }

    @Test
    void anImportFileOfAzureMigrateGivesSizesAndSystems() throws BadImageException {
        Inventory inventory = parse("""
                *Server name,IP addresses,*Cores,*Memory (In MB),*OS name,OS version,Boot type,Number of disks,Disk 1 size (In GB),Disk 2 size (In GB),Network adapters
                web,10.0.0.4,4,8192,Windows Server,2019,UEFI,2,127,500.5,1
                '=cmd|' /C calc'!A0,,2,"4096",Linux,,BIOS,,,,
                ,10.0.0.5,1,1024,,,,,,,
                """);

        assertThat(inventory.machines()).extracting(HyperVMachine::name).containsExactly("web", "=cmd|' /C calc'!A0");
        assertThat(inventory.problems()).extracting(Problem::where).containsExactly("vms.json, row 4");
        HyperVMachine web = inventory.machines().get(0);
        assertThat(web.processors().count().is(4)).isTrue();
        assertThat(web.memory().startup().is(8L << 30)).isTrue();
        assertThat(web.generation().is(Generation.V2)).isTrue();
        assertThat(web.guest().operatingSystem().is("Windows Server 2019")).isTrue();
        assertThat(known(web.disks()))
                .extracting(disk -> known(disk.size()))
                .containsExactly(127L << 30, (1001L << 30) / 2);
        assertThat(known(web.adapters())).hasSize(1);
        assertThat(inventory.machines().get(1).disks()).isInstanceOf(Unknown.class);
        assertThat(inventory.machines().get(1).generation().is(Generation.V1)).isTrue();
    }

    @Test
    void whateverIsBrokenAFileIsReadOrRefused() {
        Random random = new Random(7);
        byte[] sound = FULL.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 3000; i++) {
            byte[] broken = random.nextInt(8) == 0 ? Arrays.copyOf(sound, random.nextInt(sound.length)) : sound.clone();
            for (int flips = random.nextInt(4); flips >= 0 && broken.length > 0; flips--) {
                broken[random.nextInt(broken.length)] = (byte) " 0-9{}[]\",:aZ\\".charAt(random.nextInt(14));
            }
            try {
                assertThat(InventoryFile.parse("vms.json", broken)).isNotNull();
            } catch (BadImageException e) {
                assertThat(e.offset()).isNotNegative();
            }
        }
    }

    @Test
    void theLineIsOneLineAndStandsInTheManual() throws Exception {
        assertThat(PowerShellLine.text()).doesNotContain("\n").endsWith("vms.json");
        Path manual = Path.of("..", "docs", "discovering.md");
        assertThat(Files.readString(manual)).contains(PowerShellLine.text());
    }
}
