package dev.gen2lift.inventory.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.Generation;
import dev.gen2lift.guest.Unknown;
import dev.gen2lift.inventory.AttachedDisk;
import dev.gen2lift.inventory.BootEntry;
import dev.gen2lift.inventory.ComPort;
import dev.gen2lift.inventory.DriveLocation;
import dev.gen2lift.inventory.Gpu;
import dev.gen2lift.inventory.HyperVMachine;
import dev.gen2lift.inventory.NetworkAdapter;
import dev.gen2lift.inventory.PowerState;
import dev.gen2lift.inventory.RemovableDrive;
import dev.gen2lift.inventory.SecureBootTemplate;
import dev.gen2lift.inventory.Vlan;
import dev.gen2lift.testimages.hyperv.ConfigurationBuilder;
import dev.gen2lift.testimages.oracle.Oracle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationFileTest {

    private static final UUID ID = UUID.fromString("12345678-9abc-def0-1234-56789abcdef0");

    private static HyperVMachine parse(byte[] bytes) throws BadImageException {
        return ConfigurationFile.parse("vm.vmcx", bytes);
    }

    private static <T> T known(Fact<T> fact) {
        return fact.asOptional().orElseThrow(() -> new AssertionError(fact.explanation()));
    }

    @ParameterizedTest
    @CsvSource({
        "993F7B33-6057-4D1E-A1FE-A1A1D77BE974.vmcx, Default Generation 2, V2, 9.0, true, C:\\Disks\\Default Generation 2.vhdx, SCSI, 1024",
        "EC04F346-DB96-4700-AF5B-77B3C56C38BD.vmcx, Default Generation 1, V1, 9.0, false, C:\\Disks\\Default Generation 1.vhdx, IDE, 1024",
        "B90AC31B-C6F8-479F-9B91-07B894A6A3F6.xml, Default Generation 1, V1, 5.0, false, C:\\Disks\\Default Generation 1.vhdx, IDE, 512"
    })
    void readsWhatHyperVWrote(
            String file,
            String name,
            Generation generation,
            String version,
            boolean secureBoot,
            String disk,
            DriveLocation.Bus bus,
            long megabytes)
            throws IOException {
        HyperVMachine machine =
                ConfigurationFile.read(Oracle.corpus().resolve("hyperv").resolve(file));

        assertThat(machine.name()).isEqualTo(name);
        assertThat(machine.id()).contains(UUID.fromString(file.substring(0, 36)));
        assertThat(machine.generation().is(generation)).isTrue();
        assertThat(machine.version().is(version)).isTrue();
        assertThat(machine.firmware().secureBoot().is(secureBoot)).isTrue();
        assertThat(machine.processors().count().is(1)).isTrue();
        assertThat(machine.processors().nestedVirtualization().is(false)).isTrue();
        assertThat(machine.memory().startup().is(megabytes << 20)).isTrue();
        assertThat(machine.memory().dynamic().is(false)).isTrue();
        assertThat(machine.security().vtpm().is(false)).isTrue();
        assertThat(known(machine.checkpoints())).isEmpty();
        assertThat(machine.availability().clustered().is(false)).isTrue();
        assertThat(known(machine.disks())).singleElement().satisfies(only -> {
            assertThat(only.path().is(disk)).isTrue();
            assertThat(only.at().is(new DriveLocation(bus, 0, 0))).isTrue();
            assertThat(only.backing()).isEqualTo(AttachedDisk.Backing.IMAGE);
        });
        assertThat(known(machine.adapters())).singleElement().satisfies(only -> {
            assertThat(only.kind()).isEqualTo(NetworkAdapter.Kind.SYNTHETIC);
            assertThat(only.mac()).isInstanceOf(Unknown.class);
            assertThat(only.staticMac().is(false)).isTrue();
            assertThat(only.vlan().is(Vlan.UNTAGGED)).isTrue();
            assertThat(only.sriov().is(false)).isTrue();
        });
    }

    @Test
    void theHostsOwnListIsNoMachine() {
        Path list = Oracle.corpus().resolve("hyperv").resolve("data.vmcx");

        assertThatThrownBy(() -> ConfigurationFile.read(list))
                .isInstanceOf(BadImageException.class)
                .hasMessageContaining("it describes no machine");
    }

    private static ConfigurationBuilder rich() {
        ConfigurationBuilder machine = ConfigurationBuilder.generation2("web & <shop>", ID)
                .scsi("D:\\VMs\\os.vhdx", "\\\\?\\D:\\VMs\\data.vhds")
                .scsi("E:\\more.vhdx")
                .set("settings/processors/nested_virtualization/enabled", true)
                .set("settings/memory/bank/dynamic_memory_enabled", true)
                .set("security/settings/tpm_enabled", true)
                .set("security/settings/shielding_requested", false)
                .set("security/settings/encrypt_state_migration", true)
                .set("properties/highly_available", true)
                .set("savedstate/type", "Normal");
        String nic = machine.device(ConfigurationBuilder.ETHERNET, "Synthetic Ethernet Port", new UUID(9, 1));
        machine.set(nic + "/FriendlyName", "Front")
                .set(nic + "/MacAddress", "00-15-5D-01-02-03")
                .set(nic + "/MacAddressIsStatic", true)
                .set(nic + "/Connection/AltSwitchName", "External")
                .set(nic + "/Connection/Feature_952C5004-4465-451C-8CB8-FA9AB382B773/Flags", 0L)
                .set(
                        nic + "/Connection/Feature_C885BFD1-ABB7-418F-8163-9F379C9F7166/Setting_X/Data",
                        new byte[] {0, 2, 0, 0, 100, 0, 0, 0, 50, 0, 0, 0, 1, 0, 0, 0});
        String gpu = machine.device("99dcd00c-fbd6-42d3-9dfd-1b5ad7058f61", "GPU Partition", new UUID(9, 2));
        machine.set(gpu + "/HostResource", "\\\\?\\PCI#VEN_10DE");
        machine.device("d3a5a6f5-0000-4000-8000-000000000001", "Synthetic FibreChannel Port", new UUID(9, 3));
        String serial = machine.device(
                "8e3a359f-559a-4b6a-98a9-1690a6100ed7", "Microsoft Emulated Serial Controller", new UUID(9, 4));
        return machine.set(serial + "/port0/connection", "").set(serial + "/port1/connection", "\\\\.\\pipe\\debug");
    }

    @Test
    void theBinaryFormAndXmlSayTheSame() throws BadImageException {
        assertThat(parse(rich().vmcx())).isEqualTo(parse(rich().xml()));
    }

    @Test
    void findsAllThatAMigrationCaresAbout() throws BadImageException {
        HyperVMachine machine = parse(rich().vmcx());

        assertThat(machine.name()).isEqualTo("web & <shop>");
        assertThat(machine.state().is(PowerState.SAVED)).isTrue();
        assertThat(machine.firmware().template().is(SecureBootTemplate.MICROSOFT_WINDOWS))
                .isTrue();
        assertThat(machine.firmware().bootOrder()).isInstanceOf(Unknown.class);
        assertThat(machine.processors().nestedVirtualization().is(true)).isTrue();
        assertThat(machine.memory().minimum().is(512L << 20)).isTrue();
        assertThat(machine.memory().maximum().is(8192L << 20)).isTrue();
        assertThat(machine.security().vtpm().is(true)).isTrue();
        assertThat(machine.security().shielded().is(false)).isTrue();
        assertThat(machine.security().encryptedState().is(true)).isTrue();
        assertThat(machine.availability().clustered().is(true)).isTrue();
        assertThat(known(machine.disks()))
                .extracting(disk -> known(disk.at()).toString(), AttachedDisk::backing)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "SCSI controller 0, location 0", AttachedDisk.Backing.IMAGE),
                        org.assertj.core.groups.Tuple.tuple(
                                "SCSI controller 0, location 1", AttachedDisk.Backing.VHD_SET),
                        org.assertj.core.groups.Tuple.tuple(
                                "SCSI controller 1, location 0", AttachedDisk.Backing.IMAGE));
        assertThat(known(machine.disks()).get(1).shared().is(true)).isTrue();
        assertThat(known(machine.adapters())).singleElement().satisfies(nic -> {
            assertThat(nic.name()).isEqualTo("Front");
            assertThat(nic.mac().is("00-15-5D-01-02-03")).isTrue();
            assertThat(nic.staticMac().is(true)).isTrue();
            assertThat(nic.switchName().is("External")).isTrue();
            assertThat(nic.vlan()).isInstanceOf(Unknown.class);
            assertThat(nic.macSpoofing().is(false)).isTrue();
            assertThat(nic.sriov().is(true)).isTrue();
        });
        assertThat(known(machine.peripherals().gpus()))
                .containsExactly(new Gpu(Gpu.Kind.PARTITION, "\\\\?\\PCI#VEN_10DE"));
        assertThat(known(machine.peripherals().fibreChannel())).hasSize(1);
        assertThat(known(machine.peripherals().comPorts())).containsExactly(new ComPort(2, "\\\\.\\pipe\\debug"));
    }

    @Test
    void aGeneration1MachineTellsItsBootOrderAndDrives() throws BadImageException {
        HyperVMachine machine = parse(ConfigurationBuilder.generation1("old", ID)
                .ide(0, 0, "VHD", "C:\\os.vhd")
                .ide(0, 1, "PHYSICAL", "\\\\.\\PHYSICALDRIVE3")
                .ide(1, 0, "ISO", "C:\\tools.iso")
                .ide(1, 1, "NONE", "")
                .vmcx());

        assertThat(known(machine.firmware().bootOrder()))
                .extracting(BootEntry::kind)
                .containsExactly(BootEntry.Kind.DVD, BootEntry.Kind.DISK);
        assertThat(known(machine.disks()))
                .extracting(AttachedDisk::backing)
                .containsExactly(AttachedDisk.Backing.IMAGE, AttachedDisk.Backing.PHYSICAL);
        assertThat(known(machine.peripherals().removable())).singleElement().satisfies(drive -> {
            assertThat(drive.kind()).isEqualTo(RemovableDrive.Kind.DVD);
            assertThat(drive.medium()).contains("C:\\tools.iso");
        });
    }

    @Test
    void checkpointsThatAreCountedButNotNamedAreUnknown() throws BadImageException {
        HyperVMachine machine = parse(ConfigurationBuilder.generation2("vm", ID)
                .set("global_settings/snapshots/list/size", 2L)
                .vmcx());

        assertThat(machine.checkpoints().explanation()).contains("counts 2 checkpoints");
        assertThat(machine.checkpoints()).isInstanceOf(Unknown.class);
    }

    @Test
    void whatTheSecondHeaderSaysCountsWhereTheFirstIsDamaged() throws BadImageException {
        byte[] file = rich().vmcx();
        file[6] ^= 1;

        assertThat(parse(file)).isEqualTo(parse(rich().xml()));
    }

    @Test
    void changesThatWaitInTheLogAreNotPassedOver() {
        byte[] file = rich().vmcx();
        int log = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong(26);
        file[log + 8] = 1;

        assertThatThrownBy(() -> parse(file))
                .isInstanceOf(BadImageException.class)
                .hasMessageContaining("changes wait in its log");
    }

    @Test
    void aTableThatIsNamedAgainAndAgainIsNotReadAgainAndAgain() {
        byte[] file = rich().vmcx();
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0x2004, 100);
        for (int i = 1; i < 100; i++) {
            bytes.put(0x2008 + 18 * i, file, 0x2008, 18);
        }

        assertThatThrownBy(() -> parse(file))
                .isInstanceOf(BadImageException.class)
                .hasMessageContaining("longer than the file");
    }

    @Test
    void anEntityInXmlIsNotExpanded() {
        String bomb = "<?xml version=\"1.0\"?><!DOCTYPE c [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>"
                + "<configuration><properties><name type=\"string\">&a;</name></properties></configuration>";

        assertThatThrownBy(() -> parse(bomb.getBytes(StandardCharsets.UTF_8))).isInstanceOf(BadImageException.class);
    }

    @Test
    void xmlIsNotNestedWithoutEnd() {
        String deep = "<a>".repeat(100_000);

        assertThatThrownBy(() -> parse(deep.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        BadImageException.class, e -> assertThat(e.kind()).isEqualTo(BadImageException.Kind.LIMIT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no configuration at all, but text", "<html><body>hello</body></html>"})
    void anythingElseIsRefused(String text) {
        byte[] bytes = Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), Math.max(text.length(), 64));

        assertThatThrownBy(() -> parse(bytes)).isInstanceOf(BadImageException.class);
    }

    @Test
    void whateverIsBrokenTheFileIsReadOrRefused() {
        Random random = new Random(20161014);
        for (byte[] sound : List.of(rich().vmcx(), rich().xml())) {
            int content = sound.length;
            while (content > 1 && sound[content - 1] == 0) {
                content--;
            }
            for (int i = 0; i < 4000; i++) {
                byte[] broken = random.nextInt(8) == 0 ? Arrays.copyOf(sound, random.nextInt(content)) : sound.clone();
                for (int flips = random.nextInt(6); flips >= 0 && broken.length > 0; flips--) {
                    broken[random.nextInt(Math.min(content, broken.length))] = (byte) random.nextInt(256);
                }
                if (random.nextBoolean()) {
                    mendChecksums(broken);
                }
                readOrRefuse(broken);
            }
        }
    }

    private static void readOrRefuse(byte[] bytes) {
        try {
            assertThat(parse(bytes).name()).isNotNull();
        } catch (BadImageException e) {
            assertThat(e.offset()).isNotNegative();
        }
    }

    /** So that damage reaches what checksums guard. */
    private static void mendChecksums(byte[] file) {
        mend(file, 0, 0x2e, 4);
        mend(file, 0x1000, 0x2e, 4);
        mend(file, 0x2008, 18, 1);
        mend(file, 0x3000, 10, 6);
    }

    private static void mend(byte[] file, int at, int length, int field) {
        if (file.length < at + length) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(at + field, 0);
        CRC32 crc = new CRC32();
        crc.update(file, at, length);
        bytes.putInt(at + field, (int) crc.getValue());
    }
}
