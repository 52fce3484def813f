package dev.gen2lift.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.guest.GuestFacts.Family;
import dev.gen2lift.testimages.oracle.Oracle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The preparation of a Linux")
@EnabledOnOs(OS.LINUX)
class LinuxPreparationTest {

    private static final String FSTAB = """
            # made by the installer
            /dev/sda2  /            ext4 defaults,noatime 0 1
            /dev/sda1 /boot/efi\tvfat defaults 0 2
            /dev/sdb1 /srv/my\\040data xfs defaults 0 2
            UUID=1-2 /home ext4 defaults 0 2
            # /dev/sdc1 /old ext4
            /dev/sda3 none swap sw 0 0
            """;

    private static final String GRUB = """
            GRUB_TIMEOUT=5
            GRUB_CMDLINE_LINUX_DEFAULT="quiet splash"
            GRUB_CMDLINE_LINUX="root=/dev/sda2 resume=/dev/sda3 audit=1"
            GRUB_DISABLE_LINUX_UUID=true
            """;

    @TempDir
    Path folder;

    private GuestTree tree;

    @BeforeEach
    void aDebian() throws IOException {
        tree = GuestTree.in(folder.resolve("guest"))
                .file("/etc/fstab", FSTAB)
                .file("/etc/default/grub", GRUB)
                .file("/boot/grub/grub.cfg", "linux /vmlinuz root=/dev/sda2 ro\n")
                .file("/etc/initramfs-tools/modules", "# modules\n")
                .file("/boot/efi/EFI/debian/shimx64.efi", "shim")
                .file("/boot/efi/EFI/debian/grubx64.efi", "grub")
                .file("/boot/efi/EFI/debian/grub.cfg", "configfile")
                .file("/boot/efi/EFI/Microsoft/Boot/x", "")
                .blkid(Map.of(
                        "/dev/sda1", "AAAA-BBBB", "/dev/sda2", "root-uuid", "/dev/sdb1", "data-uuid", "/dev/sda3", "s"))
                .tool("/usr/sbin/update-initramfs", "")
                .tool("/usr/sbin/grub-mkconfig", "")
                .tool("/usr/sbin/update-grub", """
                        echo "update-grub" >> /calls
                        echo "linux /vmlinuz root=UUID=root-uuid ro" > /boot/grub/grub.cfg
                        """)
                .systemd("ssh", "walinuxagent", "NetworkManager");
    }

    @Test
    void namesFileSystemsByTheirUuids() throws IOException {
        run("LNX-FSTAB-UUID");

        assertThat(tree.text("/etc/fstab")).isEqualTo("""
                # made by the installer
                UUID=root-uuid  /            ext4 defaults,noatime 0 1
                UUID=AAAA-BBBB /boot/efi\tvfat defaults 0 2
                UUID=data-uuid /srv/my\\040data xfs defaults,nofail 0 2
                UUID=1-2 /home ext4 defaults 0 2
                # /dev/sdc1 /old ext4
                UUID=s none swap sw 0 0
                """);
    }

    @Test
    void saysWhatItCannotDoAndDoesTheRest() throws IOException {
        tree.file("/etc/fstab", "/dev/sda2 / ext4 defaults 0 1\n/dev/sdz9 /data ext4 defaults 0 2\n");

        Oracle.Result result = tree.prepare("dash", script("LNX-FSTAB-UUID"));

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).contains("failed         /dev/sdz9: blkid tells no UUID");
        assertThat(tree.text("/etc/fstab"))
                .isEqualTo("UUID=root-uuid / ext4 defaults 0 1\n/dev/sdz9 /data ext4 defaults 0 2\n");
    }

    @Test
    void takesSwapOffTheOsDisk() throws IOException {
        run("LNX-SWAP-OSDISK");

        assertThat(tree.text("/etc/fstab"))
                .contains("\n#/dev/sda3 none swap sw 0 0\n")
                .contains("\n/dev/sdb1 ");
    }

    @Test
    void givesTheKernelASerialConsoleAndTheMenuWithIt() throws IOException {
        run("LNX-GRUB-CONSOLE");

        assertThat(tree.text("/etc/default/grub"))
                .contains("GRUB_CMDLINE_LINUX=\"root=/dev/sda2 resume=/dev/sda3 audit=1 console=tty1"
                        + " console=ttyS0,115200n8 earlyprintk=ttyS0,115200 rootdelay=300 net.ifnames=0\"")
                .contains("GRUB_CMDLINE_LINUX_DEFAULT=\"splash\"")
                .contains("\nGRUB_DISABLE_LINUX_UUID=true");
        assertThat(tree.calls()).containsExactly("update-grub");
    }

    @Test
    void namesTheRootByItsUuidAndForgetsTheSwapToResumeFrom() throws IOException {
        run("LNX-ROOT-CMDLINE");

        assertThat(tree.text("/etc/default/grub"))
                .contains("GRUB_CMDLINE_LINUX=\"audit=1 root=UUID=root-uuid\"")
                .contains("#GRUB_DISABLE_LINUX_UUID=true");
    }

    @Test
    void leavesACommandLineThatItDoesNotUnderstandAlone() throws IOException {
        String odd = "GRUB_CMDLINE_LINUX=\"$(cat /etc/options)\" # odd\n";
        tree.file("/etc/default/grub", odd);

        Oracle.Result result = tree.prepare("dash", script("LNX-GRUB-CONSOLE"));

        assertThat(result.exit()).isEqualTo(1);
        assertThat(tree.text("/etc/default/grub")).isEqualTo(odd);
    }

    @Test
    void rebuildsTheInitramfsOnceForAllThatItLacks() throws IOException {
        run("LNX-HV-INITRAMFS", "LNX-NVME-INITRAMFS");

        assertThat(tree.text("/etc/initramfs-tools/modules"))
                .isEqualTo("# modules\nhv_vmbus\nhv_storvsc\nhv_netvsc\nnvme\nnvme_core\npci_hyperv\n");
        assertThat(tree.calls()).containsExactly("update-initramfs -u -k all", "update-grub");
        assertThat(tree.text("/etc/default/grub")).contains("nvme_core.io_timeout=240");
    }

    @Test
    void rebuildsTheInitramfsWithDracutToo() throws IOException {
        tree.tool("/usr/bin/dracut", "");
        run("LNX-HV-INITRAMFS");

        assertThat(tree.text("/etc/dracut.conf.d/90-gen2lift-hyperv.conf"))
                .contains("add_drivers+=\" hv_vmbus hv_storvsc hv_netvsc \"");
        assertThat(tree.calls()).containsExactly("dracut -f --regenerate-all");
    }

    @Test
    void takesARebuildThatFailedUpAgain() throws IOException {
        tree.tool("/usr/sbin/update-initramfs", "echo no space >&2; exit 1\n");
        assertThat(tree.prepare("dash", script("LNX-HV-INITRAMFS")).out())
                .contains("update-initramfs -u -k all: no space");

        tree.tool("/usr/sbin/update-initramfs", "");
        tree.prepare("dash", script("LNX-HV-INITRAMFS")).expectSuccess();

        assertThat(tree.calls()).containsExactly("update-initramfs -u -k all");
    }

    @Test
    void rebuildsAnInitramfsThatLacksWhatItIsConfiguredToHave() throws IOException {
        anInitramfsWith("kernel/drivers/hv/hv_vmbus.ko");
        tree.file("/etc/initramfs-tools/modules", "hv_vmbus\nhv_storvsc\nhv_netvsc\n");

        tree.prepare("dash", script("LNX-HV-INITRAMFS")).expectSuccess();

        assertThat(tree.calls()).containsExactly("update-initramfs -u -k all");
    }

    @Test
    void knowsModulesByTheirFilesNames() throws IOException {
        anInitramfsWith("kernel/nvme.ko.xz\nusr/kernel/nvme-core.ko\nkernel/pci-hyperv.ko.zst");
        tree.file("/etc/initramfs-tools/modules", "nvme\nnvme_core\npci_hyperv\n")
                .file("/etc/default/grub", "GRUB_CMDLINE_LINUX=\"nvme_core.io_timeout=240\"\n");

        assertThat(tree.prepare("dash", script("LNX-NVME-INITRAMFS"))
                        .expectSuccess()
                        .out())
                .contains("\n0 changed, ");
        assertThat(tree.calls()).isEmpty();
    }

    private void anInitramfsWith(String modules) throws IOException {
        tree.file("/lib/modules/6.1.0-1/modules.dep", """
                        kernel/drivers/hv/hv_vmbus.ko:
                        kernel/drivers/scsi/hv_storvsc.ko: kernel/drivers/hv/hv_vmbus.ko
                        kernel/drivers/nvme/host/nvme-core.ko.xz:
                        kernel/drivers/nvme/host/nvme.ko.xz: kernel/drivers/nvme/host/nvme-core.ko.xz
                        kernel/drivers/pci/controller/pci-hyperv.ko:
                        """)
                .file("/boot/initrd.img-6.1.0-1", "")
                .tool("/usr/bin/lsinitramfs", "cat << END\n" + modules + "\nEND\n");
    }

    @Test
    void setsTheOptionsOfRedHatsBootEntries() throws IOException {
        Files.delete(folder.resolve("guest/usr/sbin/update-grub"));
        tree.file("/boot/grub/grub.cfg", "linux /vmlinuz root=UUID=root-uuid ro\n")
                .file(
                        "/boot/loader/entries/a-5.14.conf",
                        "title A\nlinux /vmlinuz-5.14\noptions root=/dev/sda2 ro rhgb quiet\n")
                .file("/boot/loader/entries/b-4.18.conf", "title B\nlinux /vmlinuz-4.18\noptions $kernelopts\n")
                .file("/boot/grub2/grubenv", "kernelopts=root=/dev/sda2 ro crashkernel=auto rhgb quiet\n")
                .tool("/usr/bin/grub2-editenv", """
                        case $2 in
                          list) cat "$1" ;;
                          set) echo "$3" > "$1" ;;
                        esac
                        """);
        run("LNX-GRUB-CONSOLE", "LNX-ROOT-CMDLINE");

        assertThat(tree.text("/boot/loader/entries/a-5.14.conf"))
                .startsWith("title A\nlinux /vmlinuz-5.14\noptions ro console=tty1 console=ttyS0,115200n8")
                .endsWith(" root=UUID=root-uuid\n");
        assertThat(tree.text("/boot/loader/entries/b-4.18.conf")).endsWith("options $kernelopts\n");
        assertThat(tree.text("/boot/grub2/grubenv"))
                .startsWith("kernelopts=ro console=tty1 ")
                .endsWith(" root=UUID=root-uuid\n");
    }

    @Test
    void putsTheLoaderWhereFirmwareLooks() throws IOException {
        run("BOOT-ESP-FALLBACK");

        assertThat(tree.text("/boot/efi/EFI/BOOT/BOOTX64.EFI")).isEqualTo("shim");
        assertThat(tree.text("/boot/efi/EFI/BOOT/grubx64.efi")).isEqualTo("grub");
        assertThat(tree.text("/boot/efi/EFI/BOOT/grub.cfg")).isEqualTo("configfile");
    }

    @Test
    void mountsTheSystemPartition() throws IOException {
        tree.file("/etc/fstab", "UUID=root-uuid / ext4 defaults 0 1\n")
                .file("/proc/self/mounts", "/dev/sda1 /boot/efi vfat rw 0 0\n");
        run("BOOT-ESP-FSTAB");

        assertThat(tree.text("/etc/fstab")).endsWith("\nUUID=AAAA-BBBB /boot/efi vfat umask=0077,nofail 0 2\n");
    }

    @Test
    void asksForAddressesByDhcpInEveryConfiguration() throws IOException {
        tree.file("/etc/network/interfaces", """
                        auto lo
                        iface lo inet loopback
                        auto eth0
                        iface eth0 inet static
                            address 10.0.0.5/24
                            gateway 10.0.0.1
                            up echo hi
                        iface eth0 inet6 auto
                        """)
                .file("/etc/netplan/00-installer-config.yaml", "network: {version: 2}\n")
                .file("/etc/NetworkManager/system-connections/Wired 'one'.nmconnection", """
                        [connection]
                        type=ethernet
                        [ethernet]
                        mac-address=00:15:5D:01:02:03
                        [ipv4]
                        address1=10.0.0.5/24,10.0.0.1
                        method=manual
                        [ipv6]
                        method=auto
                        """)
                .file("/etc/sysconfig/network-scripts/ifcfg-eth0", """
                        DEVICE=eth0
                        HWADDR=00:15:5D:01:02:03
                        BOOTPROTO="none"
                        IPADDR=10.0.0.5
                        PREFIX=24
                        ONBOOT=no
                        """)
                .file("/etc/systemd/network/10.network", """
                        [Match]
                        MACAddress=00:15:5d:01:02:03
                        [Network]
                        Address=10.0.0.5/24
                        [Route]
                        Gateway=10.0.0.2
                        """);
        run("LNX-NET-DHCP");

        assertThat(tree.text("/etc/network/interfaces")).isEqualTo("""
                auto lo
                iface lo inet loopback
                auto eth0
                iface eth0 inet dhcp
                    up echo hi
                iface eth0 inet6 auto
                """);
        assertThat(tree.has("/etc/netplan/00-installer-config.yaml")).isFalse();
        assertThat(tree.text("/etc/netplan/90-gen2lift-azure.yaml")).contains("dhcp4: true");
        assertThat(tree.text("/etc/NetworkManager/system-connections/Wired 'one'.nmconnection"))
                .isEqualTo("""
                [connection]
                type=ethernet
                [ethernet]
                [ipv4]
                method=auto
                [ipv6]
                method=auto
                """);
        assertThat(tree.text("/etc/sysconfig/network-scripts/ifcfg-eth0"))
                .isEqualTo("DEVICE=eth0\nBOOTPROTO=dhcp\nONBOOT=yes\n");
        assertThat(tree.text("/etc/systemd/network/10.network"))
                .isEqualTo("[Match]\nDriver=hv_netvsc\n[Network]\nDHCP=yes\n");
    }

    @Test
    void leavesABondToItsAdmin() throws IOException {
        String bond = "DEVICE=bond0\nTYPE=Bond\nIPADDR=10.0.0.5\n";
        tree.file("/etc/sysconfig/network-scripts/ifcfg-bond0", bond);

        assertThat(tree.prepare("dash", script("LNX-NET-DHCP")).exit()).isEqualTo(1);
        assertThat(tree.text("/etc/sysconfig/network-scripts/ifcfg-bond0")).isEqualTo(bond);
    }

    @Test
    void forgetsNamesThatWereBoundToOldAddresses() throws IOException {
        tree.file("/etc/udev/rules.d/70-persistent-net.rules", "x")
                .file("/lib/udev/rules.d/75-persistent-net-generator.rules", "x");
        run("LNX-UDEV-PERSISTENT-NET");

        assertThat(tree.has("/etc/udev/rules.d/70-persistent-net.rules")).isFalse();
        assertThat(tree.text("/etc/udev/rules.d/75-persistent-net-generator.rules"))
                .isEmpty();
    }

    @Test
    void setsUpWhatAzureNeeds() throws IOException {
        tree.file("/etc/cloud/cloud.cfg.d/99-installer.cfg", "x")
                .file("/etc/waagent.conf", "Provisioning.Agent=auto\nResourceDisk.Format=y\n")
                .file(
                        "/etc/ssh/sshd_config",
                        "Port 22\n#ClientAliveInterval 0\nMatch User git\n  ClientAliveInterval 1\n")
                .file("/etc/modprobe.d/cis.conf", "install vfat /bin/true\nblacklist udf\nblacklist usb-storage\n");
        run(
                "LNX-CLOUDINIT-DS",
                "LNX-AGENT",
                "LNX-WAAGENT-RESDISK",
                "LNX-SSH",
                "LNX-UDF-VFAT",
                "LNX-NM-SRIOV",
                "LNX-NETWORKMANAGER");

        assertThat(tree.text("/etc/cloud/cloud.cfg.d/91-azure_datasource.cfg")).contains("datasource_list: [ Azure ]");
        assertThat(tree.has("/etc/cloud/cloud.cfg.d/99-installer.cfg")).isFalse();
        assertThat(tree.text("/etc/waagent.conf"))
                .isEqualTo("Provisioning.Agent=disabled\nResourceDisk.Format=n\nResourceDisk.EnableSwap=n\n");
        assertThat(tree.text("/etc/ssh/sshd_config"))
                .isEqualTo("Port 22\n#ClientAliveInterval 0\nClientAliveInterval 180\nMatch User git\n"
                        + "  ClientAliveInterval 1\n");
        assertThat(tree.text("/etc/modprobe.d/cis.conf"))
                .isEqualTo("#install vfat /bin/true\n#blacklist udf\nblacklist usb-storage\n");
        assertThat(tree.has("/etc/enabled-ssh.service")).isTrue();
        assertThat(tree.has("/etc/enabled-walinuxagent.service")).isTrue();
        assertThat(tree.has("/etc/enabled-NetworkManager.service")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox, inside"})
    void changesNothingTheSecondTimeWhateverTheShell(String shell) throws IOException {
        String script = script(everything());
        everyTarget();
        runWith(shell, script);
        Map<String, String> once = tree.content();

        Oracle.Result second = runWith(shell, script);

        assertThat(second.out()).doesNotContain("  changed  ").contains("\n0 changed, ");
        assertThat(tree.content()).isEqualTo(once);
    }

    @Test
    void changesNothingWhereItOnlySaysWhatItWouldDo() throws IOException {
        everyTarget();
        Map<String, String> before = tree.content();

        Oracle.Result result = tree.prepare("dash", script(everything()), "--dry-run");

        assertThat(result.out()).contains("would change   /etc/fstab").doesNotContain("  changed  ");
        assertThat(tree.content()).isEqualTo(before);
        assertThat(tree.has("/var/lib/gen2lift")).isFalse();
        assertThat(tree.calls()).isEmpty();
    }

    @Test
    void isTakenBackByUndo() throws IOException {
        everyTarget();
        Map<String, String> before = tree.content();
        String script = script(everything());
        runWith("dash", script);
        runWith("dash", script);
        assertThat(tree.content()).isNotEqualTo(before);

        tree.prepare("dash", script, "--undo").expectSuccess();

        Map<String, String> after = tree.content();
        assertThat(tree.has("/var/lib/gen2lift/prepare")).isFalse();
        // the stub writes one menu only
        after.remove("/boot/grub/grub.cfg");
        before.remove("/boot/grub/grub.cfg");
        assertThat(after).isEqualTo(before);
    }

    @Test
    void keepsModesAndFollowsLinksOfTheTreeOnly() throws IOException {
        Files.createDirectories(folder.resolve("guest/etc/real"));
        Files.move(folder.resolve("guest/etc/fstab"), folder.resolve("guest/etc/real/fstab"));
        Files.createSymbolicLink(folder.resolve("guest/etc/fstab"), Path.of("/etc/real/fstab"));
        Files.setPosixFilePermissions(
                folder.resolve("guest/etc/real/fstab"), PosixFilePermissions.fromString("rw-r-----"));

        run("LNX-FSTAB-UUID");

        assertThat(Files.isSymbolicLink(folder.resolve("guest/etc/fstab"))).isTrue();
        assertThat(tree.content().get("/etc/real/fstab"))
                .startsWith("rw-r-----\n")
                .contains("UUID=root-uuid");
    }

    private void everyTarget() throws IOException {
        tree.file("/etc/network/interfaces", "auto eth0\niface eth0 inet static\n  address 10.0.0.5\n")
                .file("/etc/udev/rules.d/70-persistent-net.rules", "x")
                .file("/etc/cloud/cloud.cfg.d/99-installer.cfg", "x")
                .file("/etc/waagent.conf", "Provisioning.Agent=auto\nResourceDisk.Format=y\n")
                .file("/etc/ssh/sshd_config", "Port 22\n")
                .file("/etc/initramfs-tools/conf.d/resume", "RESUME=UUID=s\n")
                .file("/etc/modprobe.d/cis.conf", "install vfat /bin/true\n");
    }

    private static String[] everything() {
        return Fixes.ALL.stream()
                .filter(fix -> fix.guest() == ScriptKind.SHELL)
                .map(Fix::rule)
                .toArray(String[]::new);
    }

    private static String script(String... rules) {
        return PreparationScript.of(Found.in(Family.LINUX, "vm", rules))
                .orElseThrow()
                .text();
    }

    private void run(String... rules) throws IOException {
        Map<String, String> before = tree.content();
        Oracle.Result result = tree.prepare("dash", script(rules));
        assertThat(result.err()).isEmpty();
        result.expectSuccess();
        assertThat(tree.content()).isNotEqualTo(before);
        List<String> calls = tree.calls();
        assertThat(tree.prepare("dash", script(rules)).expectSuccess().out()).contains("\n0 changed, ");
        assertThat(tree.calls()).as("nothing is rebuilt for nothing").isEqualTo(calls);
    }

    private Oracle.Result runWith(String shell, String script) throws IOException {
        Oracle.Result result = shell.endsWith("inside") ? tree.prepareInside(script) : tree.prepare(shell, script);
        assertThat(result.err()).isEmpty();
        return result.expectSuccess();
    }
}
