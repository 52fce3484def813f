package dev.gen2lift.guest.windows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.disk.Corpus;
import dev.gen2lift.disk.DiskImages;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.guest.DiskInspection;
import dev.gen2lift.guest.DiskInspector;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.Facts;
import dev.gen2lift.guest.GuestFacts;
import dev.gen2lift.guest.GuestVolume;
import dev.gen2lift.guest.Known;
import dev.gen2lift.guest.Unknown;
import dev.gen2lift.guest.registry.RegistryText;
import dev.gen2lift.guest.windows.ServiceState.Start;
import dev.gen2lift.testimages.oracle.Oracle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Facts of real machines' hives, held against what hivex reads of them. */
class WindowsCorpusTest {

    @TempDir
    Path folder;

    private byte[] hive(String name) throws IOException {
        return Files.readAllBytes(Corpus.unpack("hives/" + name, folder));
    }

    /** The keys below one, by their names in upper case. */
    private static Map<String, Map<String, String>> below(Map<String, Map<String, String>> all, String path) {
        Map<String, Map<String, String>> keys = new TreeMap<>();
        all.forEach((key, values) -> {
            if (key.toUpperCase(Locale.ROOT).startsWith(path.toUpperCase(Locale.ROOT) + "\\")) {
                Map<String, String> upper = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
                upper.putAll(values);
                keys.put(key.substring(path.length() + 1).toUpperCase(Locale.ROOT), upper);
            }
        });
        return keys;
    }

    private static String text(String data) {
        byte[] bytes = HexFormat.of().parseHex(data.substring(data.indexOf(':') + 1));
        return new String(bytes, StandardCharsets.UTF_16LE).replaceAll("\0.*", "");
    }

    @Test
    void aDiskWithPlantedFaultsShowsThem() throws IOException {
        Path image = folder.resolve("guest.vhdx");
        Path packed = Oracle.corpus().resolve("guest/fake-win2022-gen2.vhdx.zst");
        Oracle.run(
                        Duration.ofMinutes(2),
                        Oracle.require("zstd").toString(),
                        "-dq",
                        packed.toString(),
                        "-o",
                        image.toString())
                .expectSuccess();
        DiskInspection seen;
        try (VirtualDisk disk = DiskImages.open(image)) {
            seen = DiskInspector.inspect(disk);
        }
        assertThat(seen.warnings()).isEmpty();
        assertThat(seen.bytesRead()).isLessThan(4 << 20);
        GuestFacts guest = seen.guest();
        assertThat(guest.product()).contains("Windows Server 2022 Datacenter");
        assertThat(guest.build()).contains("20348.2500");
        assertThat(guest.hostName()).contains("RIGWIN2022");
        Facts facts = guest.facts();
        assertThat(facts.get(SystemFacts.FOLDER).asOptional()).contains("/Windows on partition 3");
        assertThat(facts.get(ServiceFacts.of("storflt")).asOptional())
                .contains(new ServiceState(
                        true,
                        Optional.of(Start.BOOT),
                        Optional.of("System32\\drivers\\vmstorfl.sys"),
                        Optional.of(true)));
        assertThat(facts.get(RemoteDesktopFacts.DENIED).is(true)).isTrue();
        assertThat(facts.get(StorageFacts.PAGING_FILES).asOptional()).contains(List.of("D:\\pagefile.sys 0 0"));
        assertThat(facts.get(ForeignFacts.HYPERVISOR_TOOLS).asOptional()).contains(List.of("VMTools"));
        assertThat(facts.get(NetworkFacts.DNS_DOMAIN).is("corp.example")).isTrue();
        assertThat(facts.get(NetworkFacts.INTERFACES).asOptional().orElseThrow())
                .singleElement()
                .satisfies(each -> assertThat(each.addresses()).containsExactly("192.0.2.20"));
        assertThat(facts.get(SystemFacts.ANSWER_FILES).asOptional()).contains(List.of("/Windows/Panther/unattend.xml"));
        assertThat(facts.get(BootStoreFacts.UEFI).asOptional().flatMap(BootEntry::path))
                .contains("\\Windows\\system32\\winload.efi");
        assertThat(facts.get(RoleFacts.DOMAIN)).isInstanceOf(Unknown.class);
    }

    @Test
    void aRealMachineIsWhatHivexSaysOfIt() throws IOException {
        TreeFileSystem files = new TreeFileSystem()
                .file("Windows/System32/config/SYSTEM", hive("regipy-SYSTEM"))
                .file("Windows/System32/config/SAM", hive("regipy-SAM"))
                .file("Windows/System32/config/SECURITY", hive("regipy-SECURITY"))
                .file("Boot/BCD", hive("regipy-BCD"));
        WindowsTree tree = new WindowsTree();
        GuestVolume volume =
                new GuestVolume(tree.asItIs(1).facts(), tree.asItIs(1).content(), files, 0);
        GuestFacts guest =
                new WindowsReader().read(List.of(volume), tree.warnings).orElseThrow();
        Facts facts = guest.facts();
        Map<String, Map<String, String>> system = RegistryText.byHivex(folder.resolve("regipy-SYSTEM"));
        Map<String, Map<String, String>> services = below(system, "\\ControlSet001\\Services");
        int installed = 0;
        for (String name : Stream.concat(ServiceFacts.DRIVERS.stream(), ServiceFacts.SERVICES.stream())
                .toList()) {
            ServiceState state = facts.get(ServiceFacts.of(name)).asOptional().orElseThrow();
            Map<String, String> values = services.get(name.toUpperCase(Locale.ROOT));
            assertThat(state.installed()).as(name).isEqualTo(values != null);
            if (values != null) {
                installed++;
                int start = Integer.parseInt(values.getOrDefault("Start", "").substring(2, 4), 16);
                assertThat(state.start()).as(name).contains(Start.values()[start]);
            }
        }
        assertThat(installed).isGreaterThan(25);
        Map<String, String> computer =
                system.getOrDefault("\\ControlSet001\\Control\\ComputerName\\ComputerName", Map.of());
        assertThat(guest.hostName()).contains(text(computer.getOrDefault("ComputerName", "")));
        List<WindowsInterface> interfaces =
                facts.get(NetworkFacts.INTERFACES).asOptional().orElseThrow();
        assertThat(interfaces).hasSize((int)
                below(system, "\\ControlSet001\\Services\\Tcpip\\Parameters\\Interfaces").keySet().stream()
                        .filter(key -> !key.contains("\\"))
                        .count());
        Fact<BootEntry> boot = facts.get(BootStoreFacts.BIOS);
        assertThat(boot).as(boot.explanation()).isInstanceOf(Known.class);
        assertThat(boot.asOptional().orElseThrow().osDevice().flatMap(BootEntry.BootDevice::partitionId))
                .isEqualTo(Optional.of("8E0F2C38-E4EA-47BA-B7FC-9D8C74DCCF0B"));
        assertThat(facts.get(AccountFacts.ADMINISTRATOR).asOptional())
                .hasValueSatisfying(account -> assertThat(account.name()).isEqualTo("Administrator"));
    }
}
