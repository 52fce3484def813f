package dev.gen2lift.guest.windows;

import dev.gen2lift.guest.GuestFacts;
import dev.gen2lift.guest.GuestVolume;
import dev.gen2lift.guest.InspectionWarnings;
import dev.gen2lift.guest.VolumeFacts;
import dev.gen2lift.guest.registry.HiveBuilder;
import dev.gen2lift.volume.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** A Windows Server 2022 as Azure wants it, in memory; tests take away what it has, or give it what it must not have. */
final class WindowsTree {

    static final String CS = "ControlSet001";
    static final String SERVICES = CS + "\\Services\\";
    static final String RDP = CS + "\\Control\\Terminal Server";
    static final String LISTENER = RDP + "\\WinStations\\RDP-Tcp";
    static final String RDP_POLICY = "Policies\\Microsoft\\Windows NT\\Terminal Services";
    static final String FIREWALL = SERVICES + "SharedAccess\\Parameters\\FirewallPolicy";
    static final String NT = "Microsoft\\Windows NT\\CurrentVersion";
    static final String TCPIP = SERVICES + "Tcpip\\Parameters";
    static final String INTERFACE = "{3a2f7f2c-58c5-4d2a-9a40-1d5b0a7e0001}";
    static final String SESSION = CS + "\\Control\\Session Manager";
    static final String MANAGER = "Objects\\{9dea862c-5cdd-4e70-acc1-f32b344d4795}\\Elements\\";
    static final String LOADER_ID = "{b0b0b0b0-0000-4000-8000-000000000001}";
    static final String LOADER = "Objects\\" + LOADER_ID + "\\Elements\\";

    final HiveBuilder system = new HiveBuilder();
    final HiveBuilder software = new HiveBuilder();
    final HiveBuilder sam = new HiveBuilder();
    final HiveBuilder security = new HiveBuilder();
    final HiveBuilder bcd = new HiveBuilder();
    final TreeFileSystem files = new TreeFileSystem();
    final InspectionWarnings warnings = new InspectionWarnings();

    WindowsTree() {
        system.dword("Select", "Current", 1).dword("Setup", "SystemSetupInProgress", 0);
        system.dword("Setup\\Status\\SysprepStatus", "GeneralizationState", 7);
        system.value("MountedDevices", "\\DosDevices\\C:", 3, mountedGpt());
        service("vmbus", 0)
                .service("storvsc", 0)
                .service("netvsc", 3)
                .service("stornvme", 0)
                .service("cdrom", 1);
        service("Dhcp", 2)
                .service("TermService", 3)
                .service("WindowsAzureGuestAgent", 2)
                .service("RdAgent", 2);
        system.expandable(SERVICES + "vmbus", "ImagePath", "\\SystemRoot\\System32\\drivers\\vmbus.sys");
        system.dword(SERVICES + "partmgr\\Parameters", "SanPolicy", 1);
        system.dword(RDP, "fDenyTSConnections", 0);
        system.dword(LISTENER, "UserAuthentication", 1).dword(LISTENER, "SecurityLayer", 2);
        for (String profile : List.of("DomainProfile", "StandardProfile", "PublicProfile")) {
            system.dword(FIREWALL + "\\" + profile, "EnableFirewall", 1);
        }
        rule("RemoteDesktop-UserMode-In-TCP", "v2.31|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=3389|Name=x|");
        rule("WINRM-HTTP-In-TCP", "v2.31|Action=Allow|Active=TRUE|Dir=In|Protocol=6|Profile=Domain|LPort=5985|");
        system.dword(TCPIP + "\\Interfaces\\" + INTERFACE, "EnableDHCP", 1);
        system.text(
                CS + "\\Control\\Network\\{4D36E972-E325-11CE-BFC1-08002BE10318}\\" + INTERFACE + "\\Connection",
                "Name",
                "Ethernet");
        system.text(CS + "\\Control\\ComputerName\\ComputerName", "ComputerName", "SERVER1");
        system.text(CS + "\\Control\\ProductOptions", "ProductType", "ServerNT");
        system.dword(CS + "\\Control\\TimeZoneInformation", "RealTimeIsUniversal", 1);
        system.text(
                CS + "\\Control\\Power\\User\\PowerSchemes",
                "ActivePowerScheme",
                "8c5e7fda-e8bf-4a96-9a85-a6e23a8c635c");
        system.dword(CS + "\\Control\\CrashControl", "CrashDumpEnabled", 2);
        system.dword(CS + "\\Control\\CrashControl", "AutoReboot", 1);
        system.text(SESSION + "\\Environment", "PROCESSOR_ARCHITECTURE", "AMD64");
        system.expandable(SESSION + "\\Environment", "TEMP", "%SystemRoot%\\TEMP");
        system.texts(SESSION + "\\Memory Management", "PagingFiles", "C:\\pagefile.sys 0 0");
        system.texts(CS + "\\Control\\Class\\{4d36e967-e325-11ce-bfc1-08002be10318}", "UpperFilters", "partmgr");

        software.text(NT, "ProductName", "Windows Server 2022 Datacenter").text(NT, "EditionID", "ServerDatacenter");
        software.text(NT, "InstallationType", "Server").text(NT, "CurrentBuildNumber", "20348");
        software.dword(NT, "UBR", 2113).text(NT, "DisplayVersion", "21H2").text(NT, "CurrentVersion", "6.3");
        software.text(NT, "SystemRoot", "C:\\Windows");
        software.key("Microsoft\\ServerManager\\ServicingStorage\\ServerComponentCache");
        software.text("Microsoft\\Windows\\CurrentVersion\\Setup\\State", "ImageState", "IMAGE_STATE_COMPLETE");

        security.value("Policy\\PolPrDmN", "", 0, unicodeString("WORKGROUP"));
        security.value("Policy\\PolDnDDN", "", 0, new byte[8]);
        security.value("Policy\\PolPrDmS", "", 0, new byte[4]);
        security.value("Policy\\Accounts\\S-1-5-32-544\\ActSysAc", "", 0, new byte[] {0x03, 0x04, 0, 0});
        sam.value("SAM\\Domains\\Account\\Users\\000001F4", "F", 3, accountFlags(0x10));
        sam.value("SAM\\Domains\\Account\\Users\\000001F4", "V", 3, accountName("Administrator"));
        sam.value("SAM\\Domains\\Builtin\\Aliases\\00000220", "C", 3, members());

        bcd.text(MANAGER + "23000003", "Element", LOADER_ID).texts(MANAGER + "24000001", "Element", LOADER_ID);
        bcd.value(MANAGER + "25000004", "Element", 3, new byte[] {30, 0, 0, 0, 0, 0, 0, 0});
        bcd.text(LOADER + "12000002", "Element", "\\Windows\\system32\\winload.efi");
        bcd.text(LOADER + "12000004", "Element", "Windows Server").text(LOADER + "22000002", "Element", "\\Windows");
        bcd.value(LOADER + "21000001", "Element", 3, gptDevice());

        for (String driver : List.of("vmbus", "storvsc", "netvsc", "stornvme", "cdrom")) {
            files.file("Windows/System32/drivers/" + driver + ".sys", new byte[] {'M', 'Z'});
        }
        files.file("Windows/System32/ntoskrnl.exe", new byte[] {'M', 'Z'});
        files.file("Windows/System32/winload.efi", new byte[] {'M', 'Z'});
        files.folder("WindowsAzure/GuestAgent_2.7.41491.1095");
    }

    WindowsTree service(String name, int start) {
        system.dword(SERVICES + name, "Start", start);
        return this;
    }

    WindowsTree rule(String id, String text) {
        system.text(FIREWALL + "\\FirewallRules", id, text);
        return this;
    }

    static byte[] utf16(String text) {
        return text.getBytes(StandardCharsets.UTF_16LE);
    }

    static byte[] unicodeString(String text) {
        byte[] bytes = utf16(text);
        ByteBuffer all = ByteBuffer.allocate(8 + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        all.putShort((short) bytes.length).putShort((short) (bytes.length + 2)).putInt(8);
        return all.put(bytes).array();
    }

    static byte[] mountedGpt() {
        return HexFormat.of().parseHex("444d494f3a49443a" + "3d0c1f7daa521e4b9f000d5c1f6d1004");
    }

    static byte[] accountFlags(int flags) {
        byte[] fixed = new byte[80];
        fixed[0x38] = (byte) flags;
        return fixed;
    }

    private static byte[] accountName(String name) {
        byte[] bytes = utf16(name);
        ByteBuffer variable = ByteBuffer.allocate(0xCC + 16 + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        variable.putInt(0x0C, 16).putInt(0x10, bytes.length);
        return variable.put(0xCC + 16, bytes).array();
    }

    /** S-1-5-21-1-2-3-500 and S-1-5-32-545. */
    private static byte[] members() {
        byte[] first =
                HexFormat.of().parseHex("0105000000000005" + "15000000" + "010000000200000003000000" + "f4010000");
        byte[] second = HexFormat.of().parseHex("0102000000000005" + "20000000" + "21020000");
        ByteBuffer alias =
                ByteBuffer.allocate(0x34 + first.length + second.length).order(ByteOrder.LITTLE_ENDIAN);
        alias.putInt(0x28, 0).putInt(0x2C, first.length + second.length).putInt(0x30, 2);
        return alias.put(0x34, first).put(0x34 + first.length, second).array();
    }

    /** A device as a store of Windows 10 has it. */
    static byte[] gptDevice() {
        return HexFormat.of()
                .parseHex("00000000000000000000000000000000" + "0600000000000000" + "4800000000000000"
                        + "382c0f8eeae4ba47b7fc9d8c74dccf0b" + "0000000000000000"
                        + "a994230b5e097d488d48719ecd4d78ca" + "00000000000000000000000000000000");
    }

    GuestVolume volume(int index) {
        String config = "Windows/System32/config/";
        files.file(config + "SYSTEM", system.build()).file(config + "SOFTWARE", software.build());
        files.file(config + "SAM", sam.build()).file(config + "SECURITY", security.build());
        files.file("EFI/Microsoft/Boot/BCD", bcd.build());
        return asItIs(index);
    }

    /** The volume with such hives as its files have already. */
    GuestVolume asItIs(int index) {
        return new GuestVolume(
                VolumeFacts.ofSignature(index, 1 << 20, "ntfs", Optional.empty()), MemoryDisk.ofSize(0), files, 0);
    }

    GuestFacts read() throws IOException {
        return new WindowsReader().read(List.of(volume(3)), warnings).orElseThrow();
    }
}
