package dev.gen2lift.guest.windows;

import static dev.gen2lift.guest.windows.WindowsTree.CS;
import static dev.gen2lift.guest.windows.WindowsTree.NT;
import static dev.gen2lift.guest.windows.WindowsTree.SERVICES;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Native;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.guest.Architecture;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.GuestFacts;
import dev.gen2lift.guest.GuestVolume;
import dev.gen2lift.guest.Unknown;
import dev.gen2lift.guest.boot.FileVersion;
import dev.gen2lift.guest.registry.LogBuilder;
import dev.gen2lift.guest.windows.StorageFacts.SanPolicy;
import dev.gen2lift.testimages.PseudoRandom;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the reader of Windows makes of a whole installation, of a damaged one and of several. */
class WindowsReaderTest {

    @Test
    void tellsWhichWindowsItIs() throws IOException {
        GuestFacts guest = new WindowsTree().read();
        assertThat(guest.family()).isEqualTo(GuestFacts.Family.WINDOWS);
        assertThat(guest.product()).contains("Windows Server 2022 Datacenter");
        assertThat(guest.version()).contains("21H2");
        assertThat(guest.build()).contains("20348.2113");
        assertThat(guest.edition()).contains("ServerDatacenter");
        assertThat(guest.architecture()).contains(Architecture.X64);
        assertThat(guest.hostName()).contains("SERVER1");
    }

    @Test
    void knowsWindows11ByItsBuild() throws IOException {
        WindowsTree tree = new WindowsTree();
        tree.software.text(NT, "ProductName", "Windows 10 Pro").text(NT, "InstallationType", "Client");
        tree.software.text(NT, "CurrentBuildNumber", "22631");
        assertThat(tree.read().product()).contains("Windows 11 Pro");
        tree.software.text(NT, "CurrentBuildNumber", "19045");
        assertThat(tree.read().product()).contains("Windows 10 Pro");
    }

    /** Of what Azure asks no minimum of, nothing is read. */
    @Test
    void readsTheVersionsOfAnOldWindowsOnly() throws IOException {
        WindowsTree tree = new WindowsTree();
        tree.files.file("Windows/System32/drivers/ntfs.sys", libraryOfJna());
        tree.files.file("Windows/System32/termsrv.dll", new byte[100]);
        assertThat(tree.read().facts().get(PatchFacts.SYSTEM_FILES).asOptional())
                .contains(List.of());
        tree.software.text(NT, "CurrentBuildNumber", "14393");
        assertThat(tree.read().facts().get(PatchFacts.SYSTEM_FILES).asOptional())
                .contains(List.of(new SystemFile("drivers/ntfs.sys", new FileVersion(7, 0, 2, 0))));
    }

    /** A real library for Windows, of version 7.0.2.0. */
    private static byte[] libraryOfJna() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(Native.class.getResourceAsStream("/com/sun/jna/win32-x86-64/jnidispatch.dll"))) {
            return in.readAllBytes();
        }
    }

    @Test
    void saysWhereEachValueComesFrom() throws IOException {
        GuestFacts guest = new WindowsTree().read();
        assertThat(guest.facts().get(StorageFacts.SAN_POLICY).explanation())
                .isEqualTo("SYSTEM\\ControlSet001\\Services\\partmgr\\Parameters SanPolicy");
        assertThat(guest.facts().get(RemoteDesktopFacts.PORT).explanation())
                .isEqualTo("SYSTEM\\ControlSet001\\Control\\Terminal Server\\WinStations\\RDP-Tcp PortNumber is not"
                        + " there: 3389 by default");
        assertThat(guest.facts().get(AgentFacts.INTEGRATION_SERVICES))
                .isEqualTo(new Unknown<>(
                        "SOFTWARE\\Microsoft\\Virtual Machine\\Auto IntegrationServicesVersion is not there"));
    }

    @Test
    void understandsThePartitionsOfBootEntries() throws IOException {
        BootEntry entry = new WindowsTree()
                .read()
                .facts()
                .get(BootStoreFacts.UEFI)
                .asOptional()
                .orElseThrow();
        assertThat(entry.osDevice())
                .contains(new BootEntry.BootDevice(
                        "partition",
                        Optional.of("8E0F2C38-E4EA-47BA-B7FC-9D8C74DCCF0B"),
                        Optional.of("0B2394A9-095E-487D-8D48-719ECD4D78CA"),
                        Optional.empty()));
        assertThat(entry.entry()).isEqualTo(WindowsTree.LOADER_ID);
        assertThat(entry.entries()).isEqualTo(1);
    }

    @Test
    void whatAHiveHidesIsUnknownAndNeverFine() throws IOException {
        WindowsTree tree = new WindowsTree();
        tree.volume(3);
        tree.files.file("Windows/System32/config/SYSTEM", PseudoRandom.bytes(1, 100_000));
        GuestFacts guest =
                new WindowsReader().read(List.of(tree.asItIs(3)), tree.warnings).orElseThrow();
        assertThat(guest.product()).contains("Windows Server 2022 Datacenter");
        assertThat(guest.hostName()).isEmpty();
        for (FactName<?> name : List.of(
                ServiceFacts.of("vmbus"),
                StorageFacts.SAN_POLICY,
                StorageFacts.MOUNTED_DEVICES,
                StorageFacts.NO_AUTOMOUNT,
                RemoteDesktopFacts.PORT,
                FirewallFacts.REMOTE_DESKTOP,
                NetworkFacts.INTERFACES,
                UpdateFacts.FILE_RENAMES,
                ForeignFacts.HYPERVISOR_TOOLS,
                RoleFacts.UNSUPPORTED_ROLES)) {
            assertThat(guest.facts().get(name)).as(name.id()).isInstanceOf(Unknown.class);
        }
        assertThat(guest.facts().get(RemoteDesktopFacts.PORT).explanation()).contains("no signature regf");
        assertThat(tree.warnings.list()).extracting(ImageWarning::message).containsOnlyOnce("no signature regf");
    }

    @Test
    void aHiveThatIsNotThereIsUnknownToo() throws IOException {
        WindowsTree tree = new WindowsTree();
        tree.volume(3);
        tree.files.remove("Windows/System32/config/SOFTWARE");
        GuestFacts guest =
                new WindowsReader().read(List.of(tree.asItIs(3)), tree.warnings).orElseThrow();
        assertThat(guest.product()).isEmpty();
        assertThat(guest.hostName()).contains("SERVER1");
        assertThat(guest.facts().get(UpdateFacts.SERVICING_REBOOT)).isInstanceOf(Unknown.class);
    }

    @Test
    void oneOfSeveralInstallationsCounts() throws IOException {
        WindowsTree old = new WindowsTree();
        old.files.remove("Windows/System32/ntoskrnl.exe");
        old.system.text(CS + "\\Control\\ComputerName\\ComputerName", "ComputerName", "OLD");
        WindowsTree current = new WindowsTree();
        GuestFacts guest = new WindowsReader()
                .read(List.of(old.volume(2), current.volume(3)), current.warnings)
                .orElseThrow();
        assertThat(guest.hostName()).contains("SERVER1");
        assertThat(guest.facts().get(SystemFacts.OTHER_INSTALLATIONS).asOptional())
                .contains(List.of("/Windows on partition 2"));
        assertThat(current.warnings.list())
                .singleElement()
                .satisfies(warning -> assertThat(warning.message()).contains("/Windows on partition 2"));
    }

    @Test
    void aVolumeWithoutHivesIsNoWindows() throws IOException {
        WindowsTree tree = new WindowsTree();
        tree.files.folder("Windows/System32/config");
        assertThat(new WindowsReader().read(List.of(tree.asItIs(1)), tree.warnings))
                .isEmpty();
    }

    @Test
    void takesTheChangesThatLieInLogs() throws IOException {
        WindowsTree tree = new WindowsTree();
        GuestVolume volume = tree.volume(3);
        byte[] before = tree.system.build();
        byte[] after = tree.system
                .dword(SERVICES + "partmgr\\Parameters", "SanPolicy", 3)
                .build();
        tree.files.file("Windows/System32/config/SYSTEM", LogBuilder.dirty(before, 8, 7));
        tree.files.file(
                "Windows/System32/config/SYSTEM.LOG1",
                new LogBuilder(8).entry(before, after).build(before));
        GuestFacts guest =
                new WindowsReader().read(List.of(volume), tree.warnings).orElseThrow();
        assertThat(guest.facts().get(StorageFacts.SAN_POLICY).asOptional()).contains(SanPolicy.OFFLINE_ALL);
        assertThat(guest.facts().get(SystemFacts.REPLAYED_HIVES).asOptional()).contains(List.of("SYSTEM"));
        assertThat(tree.warnings.list()).isEmpty();
    }

    @Test
    void warnsOfAHiveThatWasNotClosed() throws IOException {
        WindowsTree tree = new WindowsTree();
        GuestVolume volume = tree.volume(3);
        tree.files.file("Windows/System32/config/SYSTEM", LogBuilder.dirty(tree.system.build(), 8, 7));
        GuestFacts guest =
                new WindowsReader().read(List.of(volume), tree.warnings).orElseThrow();
        assertThat(guest.facts().get(StorageFacts.SAN_POLICY).asOptional()).contains(SanPolicy.ONLINE_ALL);
        assertThat(tree.warnings.list())
                .singleElement()
                .satisfies(warning -> assertThat(warning.message()).contains("was not closed"));
    }

    @Test
    void everyFactHasANameOfItsOwn() throws IOException {
        Map<String, Fact<?>> facts = new WindowsTree().read().facts().byId();
        assertThat(facts).hasSizeGreaterThan(120);
        assertThat(facts.keySet()).allMatch(id -> id.matches("[a-z][A-Za-z0-9]*"));
    }

    /** Anything but an answer fails the test. */
    @Test
    void mutatedHivesAreToldAsFarAsTheyGo() throws IOException {
        PseudoRandom random = new PseudoRandom(17);
        WindowsTree tree = new WindowsTree();
        tree.volume(3);
        byte[] sound = tree.system.build();
        byte[] bcd = tree.bcd.build();
        for (int i = 0; i < 150; i++) {
            byte[] hive = sound.clone();
            byte[] store = bcd.clone();
            for (int change = 0; change < 8; change++) {
                hive[4096 + random.nextInt(hive.length - 4096)] = (byte) random.nextLong();
                store[4096 + random.nextInt(store.length - 4096)] = (byte) random.nextLong();
            }
            tree.files.file("Windows/System32/config/SYSTEM", hive);
            tree.files.file("EFI/Microsoft/Boot/BCD", store);
            assertThat(new WindowsReader().read(List.of(tree.asItIs(3)), tree.warnings))
                    .isPresent();
        }
    }

    @Test
    void findsProgramsByEveryFormOfTheirNames() {
        WindowsFiles files = new WindowsFiles(new WindowsTree().asItIs(1), "Windows");
        for (String image : List.of(
                "System32\\drivers\\x.sys",
                "\\SystemRoot\\System32\\drivers\\x.sys",
                "%SystemRoot%\\System32\\drivers\\x.sys",
                "\\??\\C:\\Windows\\System32\\drivers\\x.sys",
                "\"C:\\Windows\\System32\\drivers\\x.sys\" -k",
                "c:\\Windows\\System32\\drivers\\x.sys -k netsvcs")) {
            assertThat(files.locate(image, "C:")).as(image).contains("Windows/System32/drivers/x.sys");
        }
        assertThat(files.locate("D:\\x.exe", "C:")).isEmpty();
        assertThat(files.locate("C:\\Program Files\\x.exe /s", "C:")).contains("Program Files/x.exe");
    }
}
