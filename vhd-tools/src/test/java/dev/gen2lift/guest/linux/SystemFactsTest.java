package dev.gen2lift.guest.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.guest.Facts;
import dev.gen2lift.guest.linux.NetworkInterface.Method;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services and settings of small systems. */
class SystemFactsTest {

    @TempDir
    Path folder;

    private GuestTree tree() throws IOException {
        return GuestTree.in(folder);
    }

    @Test
    void tellsEnabledServicesFromInstalledOnes() throws IOException {
        Services services = new Services(tree().file("usr/lib/systemd/system/ssh.service", "")
                .link("etc/systemd/system/multi-user.target.wants/ssh.service", "/usr/lib/systemd/system/ssh.service")
                .file("usr/lib/systemd/system/firewalld.service", "")
                .link("etc/systemd/system/iptables.service", "/dev/null")
                .file("etc/init.d/waagent", "")
                .link("etc/rc2.d/S01waagent", "../init.d/waagent")
                .mounted()
                .tree());
        assertThat(services.find("sshd", "ssh").state()).isEqualTo(Services.State.ENABLED);
        assertThat(services.find("firewalld").state()).isEqualTo(Services.State.DISABLED);
        assertThat(services.find("iptables").state()).isEqualTo(Services.State.MASKED);
        assertThat(services.find("waagent").state()).isEqualTo(Services.State.ENABLED);
        assertThat(services.find("nothing").state()).isEqualTo(Services.State.ABSENT);
    }

    @Test
    void readsCloudInitAndTheAgent() throws IOException {
        Facts facts = tree().file("usr/bin/cloud-init", "")
                .file("etc/cloud/cloud.cfg", "datasource_list: [ NoCloud, None ]\nusers:\n - default\n")
                .file("etc/cloud/cloud.cfg.d/90_dpkg.cfg", "datasource_list: [ Azure ]\n")
                .file("etc/cloud/cloud.cfg.d/99-installer.cfg", "network: {config: disabled}\n")
                .file("usr/sbin/waagent", "")
                .file("etc/waagent.conf", "# x\nProvisioning.Agent=auto\nResourceDisk.Format=y\nLogs.Verbose=n\n")
                .facts();
        assertThat(facts.get(AzureFacts.CLOUD_INIT_INSTALLED).is(true)).isTrue();
        assertThat(facts.get(AzureFacts.CLOUD_INIT_DATASOURCES).asOptional()).contains(List.of("Azure"));
        assertThat(facts.get(AzureFacts.CLOUD_INIT_DATASOURCES).explanation()).endsWith("90_dpkg.cfg");
        assertThat(facts.get(AzureFacts.CLOUD_INIT_NETWORK_DISABLED).is(true)).isTrue();
        assertThat(facts.get(AzureFacts.CLOUD_INIT_LEFTOVERS).asOptional())
                .contains(List.of("/etc/cloud/cloud.cfg.d/99-installer.cfg"));
        assertThat(facts.get(AzureFacts.AGENT_INSTALLED).is(true)).isTrue();
        assertThat(facts.get(AzureFacts.AGENT_ENABLED).is(false)).isTrue();
        assertThat(facts.get(AzureFacts.AGENT_SETTINGS).asOptional())
                .contains(Map.of("Provisioning.Agent", "auto", "ResourceDisk.Format", "y"));
    }

    @Test
    void readsEachKindOfNetworkConfiguration() throws IOException {
        List<NetworkInterface> found = tree().file(
                        "etc/netplan/01.yaml",
                        "network:\n  ethernets:\n    eth0:\n      dhcp4: yes\n      match: {macaddress: '00:15:5d:00:00:01'}\n"
                                + "    eth1:\n      addresses: [192.0.2.1/24]\n")
                .file(
                        "etc/sysconfig/network-scripts/ifcfg-eth2",
                        "DEVICE=eth2\nBOOTPROTO=\"dhcp\"\nHWADDR=00:15:5D:00:00:02\n")
                .file("etc/sysconfig/network-scripts/ifcfg-lo", "DEVICE=lo\n")
                .file(
                        "etc/NetworkManager/system-connections/e.nmconnection",
                        "[connection]\nid=e\ninterface-name=eth3\n[ethernet]\nmac-address=00:15:5D:00:00:03\n[ipv4]\nmethod=manual\naddress1=198.51.100.2/24,198.51.100.1\n")
                .file("etc/systemd/network/10.network", "[Match]\nName=eth4\n[Network]\nDHCP=ipv4\n")
                .file(
                        "etc/network/interfaces",
                        "auto lo eth5\niface lo inet loopback\niface eth5 inet static\n  address 203.0.113.1/24\niface eth6 inet dhcp\n")
                .facts()
                .get(NetworkFacts.INTERFACES)
                .asOptional()
                .orElseThrow();
        assertThat(found)
                .extracting(NetworkInterface::name)
                .containsExactly("eth0", "eth1", "eth2", "eth3", "eth4", "eth5", "eth6");
        assertThat(found)
                .extracting(NetworkInterface::method)
                .containsExactly(
                        Method.DHCP,
                        Method.STATIC,
                        Method.DHCP,
                        Method.STATIC,
                        Method.DHCP,
                        Method.STATIC,
                        Method.DHCP);
        assertThat(found)
                .extracting(NetworkInterface::macMatch)
                .containsExactly("00:15:5d:00:00:01", "", "00:15:5D:00:00:02", "00:15:5D:00:00:03", "", "", "");
        assertThat(found.get(5).source()).isEqualTo("/etc/network/interfaces line 3");
    }

    @Test
    void brokenOrHostileYamlMakesTheFactUnknown() throws IOException {
        String bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n";
        for (char c = 'b'; c < 'z'; c++) {
            String before = "*" + (char) (c - 1);
            bomb += c + ": &" + c + " [" + (before + " ,").repeat(8) + before + " ]\n";
        }
        for (String yaml : List.of("network: {{{", "[".repeat(100_000), bomb, "network: !!java.net.URL [x]\n a")) {
            Facts facts = tree().file("etc/netplan/01.yaml", yaml).facts();
            assertThat(facts.get(NetworkFacts.INTERFACES).asOptional()).isEmpty();
            assertThat(facts.get(DistributionFacts.OS_RELEASE).asOptional()).isPresent();
            org.assertj.core.util.Files.delete(folder.toFile());
        }
    }

    @Test
    void readsTheWaysIn() throws IOException {
        Facts facts = tree().file("usr/sbin/sshd", "")
                .file(
                        "etc/ssh/sshd_config",
                        "Include /etc/ssh/sshd_config.d/*.conf\nPermitRootLogin no\nMatch User x\nPermitRootLogin yes\n")
                .file("etc/ssh/sshd_config.d/50.conf", "clientAliveInterval 180\n")
                .file("etc/ssh/ssh_host_rsa_key", "")
                .file("etc/ufw/ufw.conf", "ENABLED=yes\n")
                .file("etc/selinux/config", "SELINUX=enforcing\n")
                .file(".autorelabel", "")
                .file("etc/default/grub", "GRUB_TERMINAL=\"console serial\"\nGRUB_CMDLINE_LINUX='a b'\n")
                .file("etc/udev/rules.d/70-persistent-net.rules", "")
                .file("etc/lvm/lvm.conf", "devices {\n  # filter = [ \"x\" ]\n  global_filter = [ \"r|.*|\" ]\n}\n")
                .file("etc/lvm/devices/system.devices", "# x\nIDTYPE=sys_wwid IDNAME=naa.1 DEVNAME=/dev/sda3 PVID=x\n")
                .facts();
        assertThat(facts.get(AccessFacts.SSH_SETTINGS).asOptional())
                .contains(Map.of("clientaliveinterval", "180", "permitrootlogin", "no"));
        assertThat(facts.get(AccessFacts.SSH_HOST_KEYS).is(true)).isTrue();
        assertThat(facts.get(AccessFacts.FIREWALLS).asOptional()).contains(List.of("ufw"));
        assertThat(facts.get(AccessFacts.SELINUX).is("enforcing")).isTrue();
        assertThat(facts.get(AccessFacts.SELINUX_RELABEL).is(true)).isTrue();
        assertThat(facts.get(AccessFacts.GRUB_TERMINAL).asOptional())
                .contains(Map.of("GRUB_TERMINAL", "console serial"));
        assertThat(facts.get(KernelFacts.CONFIGURED_COMMAND_LINE).is("a b")).isTrue();
        assertThat(facts.get(NetworkFacts.PERSISTENT_RULES).asOptional())
                .contains(List.of("/etc/udev/rules.d/70-persistent-net.rules"));
        assertThat(facts.get(StorageFacts.LVM_FILTERS).asOptional()).contains(List.of("global_filter = [ \"r|.*|\" ]"));
        assertThat(facts.get(StorageFacts.LVM_DEVICES).asOptional().orElseThrow())
                .hasSize(1);
    }

    @Test
    void findsBlockedModulesAndThoseOfOtherMakers() throws IOException {
        byte[] signed = "elf~Module signature appended~\n".getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(signed);
        }
        Facts facts = tree().file("boot/grub/grub.cfg", "menuentry a {\nlinux /vmlinuz-5.1\n}\n")
                .file("boot/vmlinuz-5.1", "")
                .file(
                        "etc/modprobe.d/cis.conf",
                        "install vfat /bin/true\nblacklist udf\ninstall nvme /sbin/modprobe x\n# blacklist mana\nblacklist pcspkr\n")
                .file("lib/modules/5.1/updates/dkms/one.ko", signed)
                .file("lib/modules/5.1/extra/two.ko.gz", packed.toByteArray())
                .file("lib/modules/5.1/extra/three.ko", "just a module without anything at its end")
                .file(
                        "lib/modules/5.1/extra/four.ko.xz",
                        java.util.Arrays.copyOf(new byte[] {(byte) 0xFD, '7', 'z', 'X', 'Z', 0, 1, 2, 3}, 100))
                .folder("var/lib/dkms/one")
                .facts();
        assertThat(facts.get(ModuleFacts.BLOCKED).asOptional().orElseThrow())
                .extracting(ModuleFacts.Blocked::source)
                .containsExactly("/etc/modprobe.d/cis.conf line 1", "/etc/modprobe.d/cis.conf line 2");
        assertThat(facts.get(ModuleFacts.DKMS).asOptional()).contains(List.of("one"));
        assertThat(facts.get(ModuleFacts.FOREIGN).asOptional()).isEmpty();
        java.nio.file.Files.delete(folder.resolve("lib/modules/5.1/extra/four.ko.xz"));
        Facts again = new LinuxReader()
                .read(
                        List.of(new FolderFileSystem(folder, dev.gen2lift.filesystem.FileSystemType.EXT4)
                                .volume(1, "", "u", "p")),
                        new dev.gen2lift.guest.InspectionWarnings())
                .orElseThrow()
                .facts();
        assertThat(again.get(ModuleFacts.FOREIGN).asOptional().orElseThrow())
                .containsExactlyInAnyOrder(
                        new ModuleFacts.Foreign("/lib/modules/5.1/updates/dkms/one.ko", true),
                        new ModuleFacts.Foreign("/lib/modules/5.1/extra/two.ko.gz", true),
                        new ModuleFacts.Foreign("/lib/modules/5.1/extra/three.ko", false));
    }
}
