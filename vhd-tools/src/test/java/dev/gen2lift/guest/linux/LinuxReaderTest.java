package dev.gen2lift.guest.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.filesystem.FileSystemType;
import dev.gen2lift.guest.Architecture;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.Facts;
import dev.gen2lift.guest.GuestFacts;
import dev.gen2lift.guest.linux.DistributionFacts.MachineId;
import dev.gen2lift.testimages.oracle.Oracle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinuxReaderTest {

    @TempDir
    Path folder;

    @Test
    void namesTheSystem() throws IOException {
        GuestFacts guest = GuestTree.in(folder)
                .file("etc/debian_version", "12.11\n")
                .file("etc/hostname", "# comment\nrig-guest\n")
                .file("etc/machine-id", "0123456789abcdef0123456789abcdef\n")
                .guest()
                .orElseThrow();
        assertThat(guest.family()).isEqualTo(GuestFacts.Family.LINUX);
        assertThat(guest.product()).contains("Debian GNU/Linux 12 (bookworm)");
        assertThat(guest.version()).contains("12");
        assertThat(guest.build()).contains("12.11");
        assertThat(guest.hostName()).contains("rig-guest");
        assertThat(guest.facts().get(DistributionFacts.MACHINE_ID).is(MachineId.SET))
                .isTrue();
        assertThat(guest.facts().get(DistributionFacts.OS_RELEASE).asOptional().orElseThrow())
                .containsEntry("ID", "debian");
        assertThat(guest.facts().get(MountFacts.ROOT_VOLUME).is("partition 2")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "CentOS release 6.10 (Final), centos, 6.10",
        "Red Hat Enterprise Linux Server release 7.9 (Maipo), rhel, 7.9",
        "Oracle Linux Server release 6.9, ol, 6.9"
    })
    void readsTheReleaseFilesOfOldSystems(String line, String id, String version) throws IOException {
        GuestTree tree = GuestTree.in(folder).file("etc/redhat-release", line + "\n");
        Files.delete(tree.path().resolve("etc/os-release"));
        Facts facts = tree.facts();
        assertThat(facts.get(DistributionFacts.OS_RELEASE).asOptional())
                .contains(Map.of("ID", id, "VERSION_ID", version, "PRETTY_NAME", line));
        assertThat(facts.get(DistributionFacts.POINT_RELEASE)).isEqualTo(Fact.known(version, "/etc/redhat-release"));
    }

    @ParameterizedTest
    @CsvSource({"62, X64", "3, X86", "183, ARM64", "40, ARM", "21, UNKNOWN"})
    void tellsTheArchitectureOfTheProgramsEvenBehindLinks(int machine, Architecture expected) throws IOException {
        byte[] elf = new byte[64];
        System.arraycopy(new byte[] {0x7F, 'E', 'L', 'F', 2, 1}, 0, elf, 0, 6);
        elf[18] = (byte) machine;
        GuestTree tree = GuestTree.in(folder)
                .file("usr/lib/systemd/systemd", elf)
                .link("usr/sbin/init", "../lib/systemd/systemd")
                .link("sbin", "usr/sbin");
        assertThat(tree.guest().orElseThrow().architecture()).contains(expected);
    }

    @Test
    void knowsTheMachineOfThisOnesPrograms() throws IOException {
        String said = Oracle.run(Duration.ofSeconds(10), Oracle.require("file").toString(), "-L", "-b", "/bin/sh")
                .out();
        Architecture expected = said.contains("x86-64") ? Architecture.X64 : Architecture.ARM64;
        GuestTree tree = GuestTree.in(folder).file("usr/bin/sh", Files.readAllBytes(Path.of("/bin/sh")));
        assertThat(tree.guest().orElseThrow().architecture()).contains(expected);
    }

    @Test
    void findsNoSystemOnADataVolume() throws IOException {
        assertThat(GuestTree.data(folder).folder("etc").file("photos/1", "x").guest())
                .isEmpty();
    }

    @Test
    void tellsOfASecondRoot() throws IOException {
        GuestTree other = GuestTree.in(folder.resolve("other"));
        Facts facts = GuestTree.in(folder.resolve("root"))
                .with(other.files().volume(3, "rescue", "r", "p"))
                .facts();
        assertThat(facts.get(LinuxReader.OTHER_ROOTS).asOptional()).contains(List.of("partition 3"));
    }

    @Test
    void whatIsDamagedIsUnknownAndWarnedOf() throws IOException {
        GuestTree tree = GuestTree.in(folder).file("etc/hostname", "name\n").damage("hostname");
        Facts facts = tree.facts();
        assertThat(facts.get(DistributionFacts.HOST_NAME).asOptional()).isEmpty();
        assertThat(facts.get(DistributionFacts.HOST_NAME).explanation()).contains("inode of hostname: damaged");
        assertThat(facts.get(DistributionFacts.OS_RELEASE).asOptional()).isPresent();
    }

    @Test
    void judgesHowFstabNamesDevices() throws IOException {
        GuestTree boot = GuestTree.data(folder.resolve("boot")).file("vmlinuz", "x");
        GuestTree root = GuestTree.in(folder.resolve("root"))
                .folder("boot/efi")
                .file("etc/fstab", """
                        # comment
                        UUID=%s / ext4 defaults,errors=remount-ro 0 1
                        PARTUUID=BBBB0000-0000-0000-0000-000000000001 /boot ext4 defaults 0 1
                        /dev/sda9 /boot/efi vfat umask=0077 0 1
                        /dev/sdb1 /data\\040files ext4 nofail 0 2
                        /dev/mapper/vg--one-lv--a /var xfs defaults
                        /dev/vg/home /home xfs defaults
                        server:/export /mnt nfs defaults
                        //server/share /share cifs _netdev
                        /dev/disk/by-path/pci-0000:00-part1 /old ext3 noauto
                        /swap.img none swap sw 0 0
                        tmpfs /tmp tmpfs defaults
                        """.formatted(GuestTree.ROOT_UUID))
                .with(boot.files().volume(1, "boot", "b", "bbbb0000-0000-0000-0000-000000000001"));
        Facts facts = root.facts();
        List<MountFacts.Entry> fstab = facts.get(MountFacts.FSTAB).asOptional().orElseThrow();
        assertThat(fstab)
                .extracting(MountFacts.Entry::kind)
                .containsExactly(
                        DeviceName.Kind.UUID,
                        DeviceName.Kind.PARTUUID,
                        DeviceName.Kind.KERNEL_NAME,
                        DeviceName.Kind.KERNEL_NAME,
                        DeviceName.Kind.LOGICAL_VOLUME,
                        DeviceName.Kind.LOGICAL_VOLUME,
                        DeviceName.Kind.NETWORK,
                        DeviceName.Kind.NETWORK,
                        DeviceName.Kind.HARDWARE,
                        DeviceName.Kind.FILE,
                        DeviceName.Kind.NONE);
        assertThat(fstab.get(0).volume()).contains("partition 2");
        assertThat(fstab.get(0).line()).isEqualTo(2);
        assertThat(fstab.get(1).volume()).contains("partition 1");
        assertThat(fstab.get(2).volume()).isEmpty();
        assertThat(fstab.get(3).mountPoint()).isEqualTo("/data files");
        assertThat(fstab.get(3).nofail()).isTrue();
        assertThat(fstab.get(9).swap()).isTrue();
        assertThat(fstab)
                .extracting(MountFacts.Entry::network)
                .containsExactly(false, false, false, false, false, false, true, true, false, false, false);
        assertThat(facts.get(MountFacts.SYSTEM_PARTITION_MOUNTED)).isEqualTo(Fact.known(true, "/etc/fstab line 4"));
    }

    @ParameterizedTest
    @CsvSource({
        "/dev/mapper/vg--one-lv--a, LOGICAL_VOLUME, vg-one/lv-a",
        "/dev/centos/root, LOGICAL_VOLUME, centos/root",
        "/dev/mapper/luks-1234, MAPPER, /dev/mapper/luks-1234",
        "/dev/disk/by-uuid/abc, UUID, abc",
        "/dev/disk/by-id/scsi-1, HARDWARE, /dev/disk/by-id/scsi-1",
        "UUID=\"abc\", UUID, abc",
        "PARTLABEL=root, PARTLABEL, root",
        "/dev/md0, MD, /dev/md0",
        "/dev/md/boot, MD, /dev/md/boot",
        "/dev/nvme0n1p2, KERNEL_NAME, /dev/nvme0n1p2",
        "[fe80::1]:/x, NETWORK, [fe80::1]:/x",
        "proc, NONE, proc"
    })
    void understandsNamesOfDevices(String name, DeviceName.Kind kind, String value) {
        assertThat(DeviceName.parse(name)).isEqualTo(new DeviceName(kind, value));
    }

    @Test
    void mountsALogicalVolumeByEitherName() throws IOException {
        GuestTree usr = GuestTree.data(folder.resolve("usr")).file("lib/os-release", "ID=rhel\nVERSION_ID=\"9.4\"\n");
        for (String device : List.of("/dev/mapper/rhel-usr", "/dev/rhel/usr")) {
            GuestTree root = GuestTree.in(folder.resolve("root" + device.length()))
                    .file("etc/fstab", device + " /usr xfs defaults 0 0\n")
                    .with(usr.files().logicalVolume("rhel/usr", "u"));
            Files.delete(root.path().resolve("etc/os-release"));
            root.link("etc/os-release", "../usr/lib/os-release");
            assertThat(root.guest().orElseThrow().version()).isEqualTo(Optional.of("9.4"));
        }
    }

    @Test
    void readsCrypttab() throws IOException {
        Facts facts = GuestTree.in(folder)
                .file("etc/crypttab", "# x\nluks-1 UUID=1 none discard\nswap /dev/sda3 /dev/urandom swap\n")
                .facts();
        assertThat(facts.get(MountFacts.CRYPTTAB).asOptional().orElseThrow())
                .containsExactly(
                        new MountFacts.EncryptedDevice(2, "luks-1", "UUID=1", DeviceName.Kind.UUID, "none"),
                        new MountFacts.EncryptedDevice(
                                3, "swap", "/dev/sda3", DeviceName.Kind.KERNEL_NAME, "/dev/urandom"));
    }

    @Test
    void findsARootOfAnyLinuxFileSystem() throws IOException {
        GuestTree.in(folder);
        var volume = new FolderFileSystem(folder, FileSystemType.XFS).volume(1, "", "x", "p");
        assertThat(new LinuxReader().read(List.of(volume), new dev.gen2lift.guest.InspectionWarnings()))
                .isPresent();
    }
}
