package dev.gen2lift.testimages;

import dev.gen2lift.testimages.efi.SampleProgram;
import dev.gen2lift.testimages.ext.Ext2Builder;
import dev.gen2lift.testimages.fat.FatBuilder;
import dev.gen2lift.testimages.fat.FatType;
import dev.gen2lift.testimages.partition.GptBuilder;
import dev.gen2lift.testimages.partition.GptPartition;
import dev.gen2lift.testimages.partition.PartitionTypes;
import dev.gen2lift.testimages.vhdx.VhdxBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The virtual machine that rehearsals migrate: an OS disk that boots under UEFI, prints {@link #MARKER} and switches
 * off, with a root file system of the shape of a Linux; and a data disk. Built by code, the same bytes each time.
 *
 * @param name what the VM is called
 * @param osDisk a dynamic VHDX of 1 GiB
 * @param dataDisk a dynamic VHDX of 512 MiB whose blocks lie in the file in another order than on the disk
 * @param marker what the OS disk prints on screen and serial port when it has booted
 */
public record SampleVm(String name, Path osDisk, Path dataDisk, String marker) {

    public static final String NAME = "sample";

    public static final String MARKER = "GEN2LIFT-SAMPLE-READY";

    private static final int MIB = 1 << 20;
    private static final long OS_SIZE = 1024L * MIB;
    private static final long DATA_SIZE = 512L * MIB;
    private static final long ESP_SIZE = 64L * MIB;

    private static final UUID OS_DISK_ID = UUID.fromString("6c1f7a52-0d6e-4b1e-9a44-1f2c53a10001");
    private static final UUID ESP_PARTITION_ID = UUID.fromString("6c1f7a52-0d6e-4b1e-9a44-1f2c53a10002");
    private static final UUID ROOT_PARTITION_ID = UUID.fromString("6c1f7a52-0d6e-4b1e-9a44-1f2c53a10003");
    private static final UUID ROOT_ID = UUID.fromString("6c1f7a52-0d6e-4b1e-9a44-1f2c53a10004");
    private static final UUID DATA_DISK_ID = UUID.fromString("6c1f7a52-0d6e-4b1e-9a44-1f2c53a10005");
    private static final UUID DATA_PARTITION_ID = UUID.fromString("6c1f7a52-0d6e-4b1e-9a44-1f2c53a10006");
    private static final UUID DATA_ID = UUID.fromString("6c1f7a52-0d6e-4b1e-9a44-1f2c53a10007");
    private static final int ESP_SERIAL = 0x6C1F7A52;

    /** Writes both disks into a folder, for benchmarks. */
    public static void main(String[] arguments) throws IOException {
        build(Path.of(arguments[0]));
    }

    /** Writes {@code sample-os.vhdx} and {@code sample-data.vhdx} into the folder, which is made where it is missing. */
    public static SampleVm build(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path osDisk = folder.resolve("sample-os.vhdx");
        Path dataDisk = folder.resolve("sample-data.vhdx");
        VhdxBuilder.of(osContent())
                .blockSize(2 * MIB)
                .diskId(Guid.named("sample os disk"))
                .dataWriteId(Guid.named("sample os data"))
                .fileWriteId(Guid.named("sample os file"))
                .writeTo(osDisk);
        VhdxBuilder.of(dataContent())
                .blockSize(MIB)
                .shuffled(20261123)
                .diskId(Guid.named("sample data disk"))
                .dataWriteId(Guid.named("sample data data"))
                .fileWriteId(Guid.named("sample data file"))
                .writeTo(dataDisk);
        return new SampleVm(NAME, osDisk, dataDisk, MARKER);
    }

    /** What the OS disk reads as. */
    public static Content osContent() {
        long rootOffset = MIB + ESP_SIZE;
        long rootSize = OS_SIZE - rootOffset - MIB;
        return new GptBuilder(OS_SIZE)
                .diskId(OS_DISK_ID)
                .partition(
                        new GptPartition(
                                PartitionTypes.EFI_SYSTEM, ESP_PARTITION_ID, "EFI system partition", MIB, ESP_SIZE),
                        efiSystemPartition())
                .partition(
                        new GptPartition(
                                PartitionTypes.LINUX_FILESYSTEM, ROOT_PARTITION_ID, "root", rootOffset, rootSize),
                        root(rootSize))
                .build();
    }

    private static Content efiSystemPartition() {
        String configuration = "search.fs_uuid " + ROOT_ID + " root\n"
                + "set prefix=($root)/boot/grub\n"
                + "configfile $prefix/grub.cfg\n";
        return new FatBuilder(FatType.FAT32, ESP_SIZE)
                .label("ESP")
                .serial(ESP_SERIAL)
                .hiddenSectors(MIB / 512)
                .file("EFI/BOOT/BOOTX64.EFI", SampleProgram.printing(MARKER))
                .file("EFI/gen2lift/grub.cfg", configuration.getBytes(StandardCharsets.UTF_8))
                .build();
    }

    private static Content root(long size) {
        String kernel = "6.1.0-sample-amd64";
        Ext2Builder root = new Ext2Builder(size)
                .id(ROOT_ID)
                .label("root")
                .file("usr/lib/os-release", """
                        PRETTY_NAME="gen2lift sample Linux 1"
                        NAME="gen2lift sample Linux"
                        VERSION_ID="1"
                        VERSION="1"
                        ID=gen2lift-sample
                        ID_LIKE=debian
                        """)
                .link("etc/os-release", "../usr/lib/os-release")
                .link("bin", "usr/bin")
                .link("sbin", "usr/sbin")
                .link("lib", "usr/lib")
                .file("etc/hostname", "sample\n")
                .file("etc/hosts", "127.0.0.1 localhost\n127.0.1.1 sample\n")
                .file("etc/fstab", fstab())
                .file("etc/passwd", "root:x:0:0:root:/root:/bin/sh\n")
                .file("etc/default/grub", "GRUB_TIMEOUT=0\nGRUB_CMDLINE_LINUX=\"console=tty0 console=ttyS0,115200\"\n")
                .file("boot/grub/grub.cfg", grubConfiguration(kernel))
                .file("boot/vmlinuz-" + kernel, random(1, 6 * MIB), 0644)
                .file("boot/initrd.img-" + kernel, random(2, 9 * MIB), 0644)
                .directory("boot/efi", 0700)
                .directory("dev", 0755)
                .directory("proc", 0555)
                .directory("root", 0700)
                .directory("run", 0755)
                .directory("srv", 0755)
                .directory("sys", 0555)
                .directory("tmp", 01777)
                .directory("var/log", 0755)
                .directory("var/lib/dpkg", 0755);
        for (int i = 0; i < 60; i++) {
            root.file("usr/bin/program-" + i, random(100 + i, 20_000 + 4_000 * i), 0755);
            root.file("usr/lib/" + kernel + "/module-" + i + ".ko", random(200 + i, 30_000 + 2_500 * i), 0644);
        }
        return root.build();
    }

    private static String fstab() {
        String serial = String.format("%04X-%04X", ESP_SERIAL >>> 16, ESP_SERIAL & 0xFFFF);
        return "UUID=" + ROOT_ID + " / ext2 defaults,errors=remount-ro 0 1\n"
                + "UUID=" + serial + " /boot/efi vfat umask=0077 0 1\n"
                + "UUID=" + DATA_ID + " /srv ext2 defaults,nofail 0 2\n";
    }

    private static String grubConfiguration(String kernel) {
        return "set timeout=0\n"
                + "menuentry 'gen2lift sample Linux' {\n"
                + "  search --no-floppy --fs-uuid --set=root " + ROOT_ID + "\n"
                + "  linux /boot/vmlinuz-" + kernel + " root=UUID=" + ROOT_ID
                + " ro console=tty0 console=ttyS0,115200\n"
                + "  initrd /boot/initrd.img-" + kernel + "\n"
                + "}\n";
    }

    /** What the data disk reads as. */
    public static Content dataContent() {
        long size = DATA_SIZE - 2 * MIB;
        Ext2Builder files = new Ext2Builder(size).id(DATA_ID).label("data").lastMounted("/srv");
        for (int i = 0; i < 24; i++) {
            // Room between the files: a hole in each, as databases leave them.
            SparseContent table = new SparseContent(2L * MIB);
            table.write(0, PseudoRandom.bytes(300 + i, 400_000));
            table.write(3L * MIB / 2, PseudoRandom.bytes(400 + i, 250_000));
            files.file("tables/" + (char) ('a' + i % 6) + "/table-" + i + ".db", table, 0640);
        }
        return new GptBuilder(DATA_SIZE)
                .diskId(DATA_DISK_ID)
                .partition(
                        new GptPartition(PartitionTypes.LINUX_FILESYSTEM, DATA_PARTITION_ID, "data", MIB, size),
                        files.build())
                .build();
    }

    private static Content random(int seed, int length) {
        return Content.of(PseudoRandom.bytes(seed, length));
    }
}
