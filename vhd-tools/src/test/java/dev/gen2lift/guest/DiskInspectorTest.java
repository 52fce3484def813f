package dev.gen2lift.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.guest.GuestFacts.Family;
import dev.gen2lift.guest.boot.BootLoader;
import dev.gen2lift.guest.boot.FallbackLoaders;
import dev.gen2lift.testimages.Content;
import dev.gen2lift.testimages.SampleVm;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.efi.Machine;
import dev.gen2lift.testimages.efi.PeImage;
import dev.gen2lift.testimages.fat.FatBuilder;
import dev.gen2lift.testimages.fat.FatType;
import dev.gen2lift.testimages.partition.GptBuilder;
import dev.gen2lift.testimages.partition.GptPartition;
import dev.gen2lift.testimages.partition.MbrBuilder;
import dev.gen2lift.testimages.partition.PartitionTypes;
import dev.gen2lift.volume.PartitionTable.Scheme;
import dev.gen2lift.volume.PartitionTable.Status;
import dev.gen2lift.volume.lvm.LvmFixture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskInspectorTest {

    private static final long MIB = 1 << 20;
    private static final byte[] CODE = {(byte) 0xEB, 0x63, (byte) 0x90};

    private static FatBuilder esp() {
        return new FatBuilder(FatType.FAT16, 8 * MIB).label("ESP");
    }

    private static byte[] loader(Machine machine) {
        return PeImage.stub(machine).toBytes();
    }

    private static GptPartition partition(int index, UUID type) {
        return new GptPartition(type, new UUID(index, index), "", index * 10 * MIB, 8 * MIB);
    }

    private static GptBuilder gpt() {
        return new GptBuilder(64 * MIB);
    }

    /** An ext2 of 1 MiB whose root directory is empty. */
    private static Content ext() {
        ByteBuffer volume = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
        // The superblock: inodes, blocks, the first block, how many of each make a group, the signature, clean.
        volume.putInt(1024, 16).putInt(1024 + 4, 1024).putInt(1024 + 0x14, 1);
        volume.putInt(1024 + 0x20, 8192).putInt(1024 + 0x28, 16);
        volume.putShort(1024 + 0x38, (short) 0xEF53).putShort(1024 + 0x3A, (short) 1);
        // The inodes lie in block 5; the second is the root.
        volume.putInt(2048 + 8, 5);
        volume.putShort(5 * 1024 + 128, (short) 0x41ED).putShort(5 * 1024 + 128 + 0x1A, (short) 2);
        return Content.of(volume.array());
    }

    private static DiskInspection inspect(Content disk) throws IOException {
        return DiskInspector.inspect(GuestDisk.of(disk));
    }

    @Test
    void looksIntoTheSampleOsDisk() throws IOException {
        DiskInspection seen = inspect(SampleVm.osContent());
        assertThat(seen.warnings()).isEmpty();
        assertThat(seen.partitionTable().scheme()).isEqualTo(Scheme.GPT);
        assertThat(seen.volumes()).extracting(VolumeFacts::fileSystem).containsExactly("fat32", "ext2");
        assertThat(seen.volumes())
                .extracting(volume -> volume.label().orElse(""))
                .containsExactly("ESP", "root");
        assertThat(seen.boot().loaders()).hasSize(1);
        assertThat(seen.boot().loaders().get(0).path()).isEqualTo("EFI/BOOT/BOOTX64.EFI");
        assertThat(seen.boot().uefi()).isTrue();
        assertThat(seen.boot().bios()).isFalse();
        assertThat(seen.guest().family()).isEqualTo(Family.LINUX);
        assertThat(seen.guest().architecture()).contains(Architecture.X64);
        assertThat(seen.generation()).isEqualTo(Generation.V2);
    }

    @Test
    void findsEveryEfiApplicationAndNothingElse() throws IOException {
        byte[] driver = loader(Machine.X64);
        driver[Byte.toUnsignedInt(driver[0x3C]) + 24 + 68] = 11;
        Content esp = esp().file("EFI/BOOT/BOOTX64.EFI", loader(Machine.X64))
                .file("EFI/BOOT/BOOTIA32.EFI", loader(Machine.X86))
                .file("EFI/debian/shimx64.efi", loader(Machine.X64))
                .file("EFI/debian/grub.cfg", "set".getBytes(StandardCharsets.US_ASCII))
                .file("EFI/drivers/file.efi", driver)
                .file("EFI/broken.efi", new byte[10_000])
                .file("shellx64.efi", loader(Machine.X64))
                .build();
        DiskInspection seen = inspect(
                gpt().partition(partition(1, PartitionTypes.EFI_SYSTEM), esp).build());
        assertThat(seen.boot().loaders())
                .extracting(BootLoader::path)
                .containsExactlyInAnyOrder("EFI/BOOT/BOOTX64.EFI", "EFI/BOOT/BOOTIA32.EFI", "EFI/debian/shimx64.efi");
        assertThat(seen.boot().loaders())
                .extracting(BootLoader::architecture)
                .containsExactlyInAnyOrder(Architecture.X64, Architecture.X86, Architecture.X64);
        assertThat(seen.warnings())
                .extracting(ImageWarning::structure)
                .containsExactly("PE header of EFI/broken.efi of partition 1");
        assertThat(seen.guest().architecture()).contains(Architecture.X64);
    }

    @ParameterizedTest
    @CsvSource({
        "EFI/Microsoft/Boot/bootmgfw.efi, , WINDOWS",
        "EFI/debian/grubx64.efi, , LINUX",
        "EFI/systemd/systemd-bootx64.efi, , LINUX",
        "EFI/Linux/kernel-6.1.efi, , LINUX",
        "EFI/BOOT/BOOTX64.EFI, , UNKNOWN",
        "EFI/BOOT/BOOTX64.EFI, E3C9E316-0B5C-4DB8-817D-F92DF00215AE, WINDOWS",
        "EFI/BOOT/BOOTX64.EFI, 0FC63DAF-8483-4772-8E79-3D69D8477DE4, LINUX",
        "EFI/BOOT/BOOTX64.EFI, EBD0A0A2-B9E5-4433-87C0-68B6B72699C7, UNKNOWN",
        "EFI/Microsoft/Boot/bootmgfw.efi, 0FC63DAF-8483-4772-8E79-3D69D8477DE4, WINDOWS",
        "EFI/debian/grubx64.efi, E3C9E316-0B5C-4DB8-817D-F92DF00215AE, LINUX"
    })
    void namesTheFamilyThatTheLoaderElseTheLayoutSpeaksFor(String path, String type, Family family) throws IOException {
        GptBuilder disk = gpt().partition(
                        partition(1, PartitionTypes.EFI_SYSTEM),
                        esp().file(path, loader(Machine.X64)).build());
        if (type != null) {
            disk.partition(partition(2, UUID.fromString(type)), Content.zeros(8 * MIB));
        }
        DiskInspection seen = inspect(disk.build());
        assertThat(seen.guest().family()).isEqualTo(family);
        assertThat(seen.guest()
                        .facts()
                        .get(GuestFacts.FAMILY_EVIDENCE)
                        .asOptional()
                        .isPresent())
                .isEqualTo(family != Family.UNKNOWN);
    }

    @Test
    void doesNotGuessTheFamilyOfADiskThatStartsBoth() throws IOException {
        Content esp = esp().file("EFI/Microsoft/Boot/bootmgfw.efi", loader(Machine.X64))
                .file("EFI/ubuntu/shimx64.efi", loader(Machine.X64))
                .build();
        DiskInspection seen = inspect(
                gpt().partition(partition(1, PartitionTypes.EFI_SYSTEM), esp).build());
        assertThat(seen.guest().family()).isEqualTo(Family.UNKNOWN);
    }

    @Test
    void doesNotGuessTheFamilyOfADiskLaidOutForBoth() throws IOException {
        DiskInspection seen =
                inspect(gpt().partition(partition(1, PartitionTypes.MICROSOFT_RESERVED), Content.zeros(8 * MIB))
                        .partition(partition(2, PartitionTypes.MICROSOFT_BASIC_DATA), ext())
                        .build());
        assertThat(seen.guest().family()).isEqualTo(Family.UNKNOWN);
        assertThat(seen.guest().facts().get(GuestFacts.FAMILY_EVIDENCE).asOptional())
                .contains(List.of("microsoft-reserved", "ext2"));
    }

    @ParameterizedTest
    @CsvSource({"X64, BOOTX64.EFI", "ARM64, BOOTAA64.EFI", "X86, BOOTIA32.EFI"})
    void takesTheArchitectureFromTheFallbackLoader(Machine machine, String name) throws IOException {
        Content esp = esp().file("EFI/Boot/" + name.toLowerCase(Locale.ROOT), loader(machine))
                .build();
        DiskInspection seen = inspect(
                gpt().partition(partition(1, PartitionTypes.EFI_SYSTEM), esp).build());
        assertThat(seen.guest().architecture()).contains(Architecture.valueOf(machine.name()));
        assertThat(FallbackLoaders.isFallback(seen.boot().loaders().get(0))).isTrue();
    }

    @Test
    void doesNotTakeALoaderOfAnotherArchitectureForTheFallback() throws IOException {
        Content esp = esp().file("EFI/BOOT/BOOTX64.EFI", loader(Machine.ARM64)).build();
        DiskInspection seen = inspect(
                gpt().partition(partition(1, PartitionTypes.EFI_SYSTEM), esp).build());
        assertThat(seen.guest().architecture()).isEmpty();
    }

    @Test
    void infersTheGenerationFromADisksTableAndLoaders() throws IOException {
        Content loaders =
                esp().file("EFI/BOOT/BOOTX64.EFI", loader(Machine.X64)).build();
        Content empty = esp().build();
        GptPartition esp = partition(1, PartitionTypes.EFI_SYSTEM);
        GptPartition biosBoot = partition(2, PartitionTypes.BIOS_BOOT);
        Content nothing = Content.zeros(8 * MIB);

        assertThat(inspect(gpt().partition(esp, loaders).build()).generation()).isEqualTo(Generation.V2);
        assertThat(inspect(gpt().partition(esp, loaders)
                                .partition(biosBoot, nothing)
                                .build())
                        .generation())
                .isEqualTo(Generation.V2);
        assertThat(inspect(gpt().partition(esp, empty)
                                .partition(biosBoot, nothing)
                                .build())
                        .generation())
                .isEqualTo(Generation.V1);
        assertThat(inspect(gpt().partition(esp, empty).build()).generation()).isEqualTo(Generation.UNKNOWN);
        assertThat(inspect(gpt().build()).generation()).isEqualTo(Generation.UNKNOWN);
        assertThat(inspect(mbr(true, CODE)).generation()).isEqualTo(Generation.V1);
        assertThat(inspect(mbr(false, CODE)).generation()).isEqualTo(Generation.UNKNOWN);
        assertThat(inspect(nothing).generation()).isEqualTo(Generation.UNKNOWN);
    }

    private static Content mbr(boolean active, byte[] code) {
        return new MbrBuilder(32 * MIB)
                .bootCode(code)
                .primary(0x83, active, 2 * MIB, 8 * MIB, ext())
                .logical(0x82, 12 * MIB, 4 * MIB, Content.zeros(4 * MIB))
                .build();
    }

    @Test
    void seesABiosDiskWithItsLogicalPartitions() throws IOException {
        DiskInspection seen = inspect(mbr(true, CODE));
        assertThat(seen.warnings()).isEmpty();
        assertThat(seen.partitionTable().scheme()).isEqualTo(Scheme.MBR);
        assertThat(seen.volumes()).extracting(VolumeFacts::partitionIndex).containsExactly(1, 2, 5);
        assertThat(seen.volumes()).extracting(VolumeFacts::fileSystem).containsExactly("ext2", "none", "none");
        assertThat(seen.boot().uefi()).isFalse();
        assertThat(seen.boot().bios()).isTrue();
        assertThat(seen.boot().loaders()).isEmpty();
        assertThat(seen.boot().biosBootCode().asOptional()).contains(true);
        assertThat(seen.boot().activePartition()).hasValue(1);
        assertThat(seen.boot().biosBootPartition()).isEmpty();
        assertThat(seen.boot().secureBoot().ready().asOptional()).contains(false);
        assertThat(inspect(mbr(false, CODE)).boot().bios()).isFalse();
        assertThat(inspect(mbr(true, new byte[0])).boot().bios()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"BOOTMGR is missing, WINDOWS", "NTLDR is missing, WINDOWS", "nothing of note, UNKNOWN"})
    void knowsWindowsByTheBootRecordOfTheActivePartition(String message, Family family) throws IOException {
        SparseContent ntfs = new SparseContent(8 * MIB)
                .write(3, "NTFS    ".getBytes(StandardCharsets.US_ASCII))
                .write(400, message.getBytes(StandardCharsets.US_ASCII));
        Content disk = new MbrBuilder(32 * MIB)
                .bootCode(new byte[] {0x33, (byte) 0xC0})
                .primary(0x07, true, MIB, 8 * MIB, ntfs)
                .build();
        assertThat(inspect(disk).guest().family()).isEqualTo(family);
    }

    @Test
    void showsAFileSystemWithoutATableAsOneVolume() throws IOException {
        DiskInspection seen =
                inspect(esp().file("EFI/BOOT/BOOTX64.EFI", loader(Machine.X64)).build());
        assertThat(seen.partitionTable().scheme()).isEqualTo(Scheme.NONE);
        assertThat(seen.partitionTable().status()).isEqualTo(Status.HEALTHY);
        assertThat(seen.volumes()).singleElement().satisfies(volume -> {
            assertThat(volume.name()).isEqualTo("the disk");
            assertThat(volume.fileSystem()).isEqualTo("fat16");
            assertThat(volume.label()).contains("ESP");
            assertThat(volume.usedBytes().orElseThrow()).isBetween(1L, volume.size());
        });
        assertThat(seen.bytesRead()).isPositive();
        assertThat(seen.boot().uefi()).isFalse();
    }

    @Test
    void looksIntoLogicalVolumesOnOneDiskAndOnSeveral() throws IOException {
        byte[] first = LvmFixture.empty("pv0");
        byte[] mark = "SWAPSPACE2".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(mark, 0, first, LvmFixture.DATA + 4096 - mark.length, mark.length);
        Content disk = gpt().partition(partition(1, PartitionTypes.LINUX_LVM), Content.of(first))
                .build();

        DiskInspection alone = inspect(disk);
        assertThat(alone.volumes())
                .extracting(VolumeFacts::name)
                .containsExactly("partition 1", "data/root", "data/striped");
        assertThat(alone.volumes().get(1).unreadable().orElseThrow()).contains("is not among the disks");

        DiskInspection together =
                DiskInspector.inspect(GuestDisk.of(disk), List.of(GuestDisk.of(Content.of(LvmFixture.empty("pv1")))));
        assertThat(together.volumes()).extracting(VolumeFacts::fileSystem).containsExactly("lvm2", "swap", "none");
        assertThat(together.warnings()).isEmpty();
    }

    @Test
    void goesOnBehindADamagedFileSystem() throws IOException {
        Content damaged = esp().damage(FatBuilder.Part.BOOT_SECTOR, boot -> boot.putShort(11, (short) 0))
                .build();
        DiskInspection seen = inspect(gpt().partition(partition(1, PartitionTypes.EFI_SYSTEM), damaged)
                .partition(partition(2, PartitionTypes.LINUX_FILESYSTEM), ext())
                .build());
        assertThat(seen.volumes()).extracting(VolumeFacts::fileSystem).containsExactly("unknown", "ext2");
        assertThat(seen.boot().uefi()).isFalse();
        assertThat(seen.warnings()).hasSize(1);
        assertThat(seen.warnings().get(0).structure()).isEqualTo("FAT boot sector of partition 1");
        assertThat(seen.warnings().get(0).offset()).isEqualTo(10 * MIB + 11);
    }

    @Test
    void goesOnBehindALoaderWhoseSignatureCannotBeRead() throws IOException {
        byte[] large = Arrays.copyOf(loader(Machine.X64), 100_000);
        ByteBuffer header = ByteBuffer.wrap(large).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(header.getInt(0x3C) + 24 + 112 + 32, 90_000).putInt(header.getInt(0x3C) + 24 + 112 + 36, 512);
        Content esp = esp().file("EFI/a.efi", large)
                .file("EFI/BOOT/BOOTX64.EFI", loader(Machine.X64))
                // In the middle of the first file, whatever its first cluster is.
                .damage(FatBuilder.Part.FIRST_TABLE, table -> {
                    for (int cluster = 30; cluster < 50; cluster++) {
                        table.putShort(cluster * 2, (short) 30);
                    }
                })
                .build();
        DiskInspection seen = inspect(
                gpt().partition(partition(1, PartitionTypes.EFI_SYSTEM), esp).build());
        assertThat(seen.boot().loaders())
                .extracting(BootLoader::path)
                .containsExactlyInAnyOrder("EFI/a.efi", "EFI/BOOT/BOOTX64.EFI");
        assertThat(seen.warnings())
                .extracting(ImageWarning::structure)
                .containsExactly("FAT cluster chain of EFI/a.efi of partition 1");
    }

    @Test
    void looksIntoALimitedNumberOfPartitions() throws IOException {
        GptBuilder disk = gpt().entries(300, 128);
        for (int i = 0; i < 300; i++) {
            disk.partition(
                    new GptPartition(PartitionTypes.LINUX_SWAP, new UUID(i, i), "", MIB + i * 131_072L, 131_072),
                    Content.zeros(131_072));
        }
        DiskInspection seen = inspect(disk.build());
        assertThat(seen.volumes()).hasSize(300);
        assertThat(seen.volumes().get(255).fileSystem()).isEqualTo("none");
        assertThat(seen.volumes().get(256).fileSystem()).isEqualTo("unknown");
        assertThat(seen.warnings())
                .extracting(ImageWarning::message)
                .hasSize(1)
                .allMatch(text -> text.startsWith("more than 256 partitions"));
    }

    @Test
    void reportsADamagedTableAndNoPartitions() throws IOException {
        Content disk = gpt().partition(partition(1, PartitionTypes.LINUX_FILESYSTEM), ext())
                .damage(GptBuilder.Part.PRIMARY_HEADER, header -> header.putInt(16, 1))
                .damage(GptBuilder.Part.BACKUP_HEADER, header -> header.putInt(16, 1))
                .build();
        DiskInspection seen = inspect(disk);
        assertThat(seen.partitionTable().status()).isEqualTo(Status.DAMAGED);
        assertThat(seen.volumes()).isEmpty();
        assertThat(seen.generation()).isEqualTo(Generation.UNKNOWN);
        assertThat(seen.warnings())
                .extracting(ImageWarning::structure)
                .containsExactly("GPT header", "GPT backup header");
    }

    @Test
    void saysWhereATableHasBeenLost() throws IOException {
        SparseContent disk = new SparseContent(16 * MIB).write(MIB, esp().build());
        DiskInspection seen = inspect(disk);
        assertThat(seen.partitionTable().scheme()).isEqualTo(Scheme.NONE);
        assertThat(seen.partitionTable().status()).isEqualTo(Status.DAMAGED);
        assertThat(seen.warnings()).hasSize(1);
        assertThat(seen.warnings().get(0).message()).contains("fat16 begins at byte 1048576");

        // The superblock of a Linux RAID, whose members have no partition table and their data there too.
        SparseContent raid = disk.copy().write(4096, new byte[] {(byte) 0xFC, 0x4E, 0x2B, (byte) 0xA9});
        assertThat(inspect(raid).partitionTable().status()).isEqualTo(Status.HEALTHY);
        assertThat(inspect(new SparseContent(16 * MIB)).partitionTable().status())
                .isEqualTo(Status.HEALTHY);
    }
}
