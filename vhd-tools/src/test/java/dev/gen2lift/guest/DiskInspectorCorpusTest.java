package dev.gen2lift.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.Corpus;
import dev.gen2lift.disk.DiskImages;
import dev.gen2lift.disk.DiskKind;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.disk.OpenOptions;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.filesystem.fat.FatFileSystem;
import dev.gen2lift.guest.GuestFacts.Family;
import dev.gen2lift.guest.boot.AuthorityEvidence;
import dev.gen2lift.guest.boot.BootLoader;
import dev.gen2lift.guest.boot.CertificateAuthority;
import dev.gen2lift.guest.boot.ImageSignature;
import dev.gen2lift.testimages.oracle.Oracle;
import dev.gen2lift.volume.FileDisk;
import dev.gen2lift.volume.Partition;
import dev.gen2lift.volume.PartitionTable.Scheme;
import dev.gen2lift.volume.PartitionTable.Status;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Disks of guests that others installed or made up, and disks that others damaged. */
class DiskInspectorCorpusTest {

    @TempDir
    Path folder;

    private DiskInspection inspect(Path image) throws IOException {
        try (VirtualDisk disk = DiskImages.open(image)) {
            return DiskInspector.inspect(disk);
        }
    }

    private DiskInspection inspectRaw(String name) throws IOException {
        try (VirtualDisk disk = FileDisk.open(Corpus.unpack(name, folder))) {
            return DiskInspector.inspect(disk);
        }
    }

    private Path unpackGuest(String name) throws IOException {
        Path packed = Oracle.corpus().resolve("guest/" + name + ".zst");
        Path target = folder.resolve(name);
        Oracle.run(
                        Duration.ofMinutes(2),
                        Oracle.require("zstd").toString(),
                        "-dq",
                        packed.toString(),
                        "-o",
                        target.toString())
                .expectSuccess();
        return target;
    }

    @Test
    void seesABootableDebianWithItsSignedChain() throws IOException {
        DiskInspection seen = inspect(unpackGuest("debian12-shim-gen2.vhdx"));
        assertThat(seen.warnings()).isEmpty();
        assertThat(seen.partitionTable().diskId()).contains("5F0C3D52-9D1E-4A77-8E0A-0D5C1F6D0001");
        assertThat(seen.partitionTable().partitions())
                .extracting(Partition::type)
                .containsExactly("efi-system", "linux-root-x86-64");
        assertThat(seen.volumes()).extracting(VolumeFacts::fileSystem).containsExactly("fat32", "ext4");
        assertThat(seen.generation()).isEqualTo(Generation.V2);
        assertThat(seen.guest().family()).isEqualTo(Family.LINUX);
        assertThat(seen.guest().architecture()).contains(Architecture.X64);
        BootLoader shim = seen.boot().loaders().stream()
                .filter(loader -> loader.path().equals("EFI/BOOT/BOOTX64.EFI"))
                .findFirst()
                .orElseThrow();
        // As sbverify --list prints them, in the order of RFC 2253.
        assertThat(shim.signers())
                .containsExactly(
                        "CN=Microsoft Windows UEFI Driver Publisher,O=Microsoft Corporation,L=Redmond,ST=Washington,C=US",
                        "CN=Microsoft UEFI CA 2023 signer,O=Microsoft Corporation,L=Redmond,ST=Washington,C=US");
        BootLoader grub = seen.boot().loaders().stream()
                .filter(loader -> loader.path().equals("EFI/BOOT/grubx64.efi"))
                .findFirst()
                .orElseThrow();
        assertThat(grub.signed()).isTrue();
        assertThat(grub.signers()).hasSize(1).allMatch(name -> name.contains("Debian"));
        assertThat(shim.stage().signatures())
                .allMatch(ImageSignature::isValid)
                .allMatch(signature -> signature.evidence() == AuthorityEvidence.KEY)
                .extracting(ImageSignature::authority)
                .containsExactly(
                        CertificateAuthority.MICROSOFT_CORPORATION_UEFI_CA_2011,
                        CertificateAuthority.MICROSOFT_UEFI_CA_2023);
        assertThat(grub.stage().signatures()).allMatch(ImageSignature::isValid);
        // As osslsigncode prints it.
        assertThat(grub.stage().sha256().asOptional())
                .contains("a68f6d71ebddaa19751ff8d729f67d11b0df8e4c49400c3e7e90de16119e1265");
        // As objcopy --only-section=.sbat prints them.
        assertThat(grub.stage().sbat().asOptional().orElseThrow().entries())
                .extracting(entry -> entry.component() + "," + entry.generation())
                .containsExactly("sbat,1", "grub,5", "grub.debian,5", "grub.debian12,1");
        assertThat(grub.grub()).hasValueSatisfying(configuration -> {
            assertThat(configuration.prefix()).isEqualTo("/EFI/debian");
            assertThat(configuration.present().asOptional()).contains(true);
        });
        assertThat(shim.stage().isShim()).isTrue();
        assertThat(seen.boot().fallbackLoader()).isTrue();
        assertThat(seen.boot().secureBoot().reasons())
                .anyMatch(reason -> reason.startsWith("EFI/BOOT/BOOTX64.EFI: firmware trusts"))
                .anyMatch(reason -> reason.startsWith("EFI/BOOT/grubx64.efi: shim's vendor certificate trusts"));
        assertThat(seen.boot().secureBoot().ready().is(false)).isFalse();
    }

    @Test
    void seesAWindowsByItsBootManager() throws IOException {
        DiskInspection seen = inspect(unpackGuest("fake-win2022-gen2.vhdx"));
        assertThat(seen.warnings()).isEmpty();
        assertThat(seen.partitionTable().partitions())
                .extracting(Partition::type)
                .containsExactly("efi-system", "microsoft-reserved", "microsoft-basic-data");
        assertThat(seen.volumes()).extracting(VolumeFacts::fileSystem).containsExactly("fat32", "none", "ntfs");
        assertThat(seen.guest().family()).isEqualTo(Family.WINDOWS);
        assertThat(seen.generation()).isEqualTo(Generation.V2);
        assertThat(seen.boot().loaders())
                .extracting(BootLoader::path)
                .containsExactlyInAnyOrder("EFI/Microsoft/Boot/bootmgfw.efi", "EFI/Boot/bootx64.efi");
        assertThat(seen.boot().secureBoot().ready().asOptional()).contains(false);
        assertThat(seen.boot().secureBoot().ready().explanation()).contains("does not know the authority");
    }

    @Test
    void seesALinuxOfTheFirstGeneration() throws IOException {
        DiskInspection seen = inspect(Corpus.unpack("gen/linux-gen1-mbr.vhd", folder));
        assertThat(seen.partitionTable().scheme()).isEqualTo(Scheme.MBR);
        assertThat(seen.partitionTable().partitions())
                .extracting(Partition::index)
                .containsExactly(1, 2, 5, 6);
        assertThat(seen.boot().bios()).isTrue();
        assertThat(seen.generation()).isEqualTo(Generation.V1);
        assertThat(seen.guest().family()).isEqualTo(Family.LINUX);
    }

    @ParameterizedTest
    @CsvSource({
        "real/discutils-lvm2.vhdx, lvm2",
        "real/discutils-xfs.vhdx, xfs",
        "real/discutils-swap.vhdx, swap",
        "real/discutils-btrfs.vhdx, btrfs"
    })
    void namesWhatLinuxVolumesHold(String image, String fileSystem) throws IOException {
        DiskInspection seen = inspect(Corpus.unpack(image, folder));
        assertThat(seen.volumes()).extracting(VolumeFacts::fileSystem).contains(fileSystem);
        assertThat(seen.guest().family()).isEqualTo(Family.LINUX);
    }

    @Test
    void tellsTheHeadersOfACheckpointWhoseParentIsMissing() throws IOException {
        Path image = Corpus.unpack("real/dissect-differencing.avhdx", folder);
        DiskInspection seen = DiskInspector.ofHeaders(DiskImages.describe(image, OpenOptions.DEFAULT));
        assertThat(seen.image().kind()).isEqualTo(DiskKind.DIFFERENCING);
        assertThat(seen.volumes()).isEmpty();
        assertThat(seen.generation()).isEqualTo(Generation.UNKNOWN);
        assertThat(seen.warnings())
                .hasSize(2)
                .last()
                .satisfies(warning -> assertThat(warning.message()).contains("cannot be read"));
    }

    /** These were meant to hold a GPT, but hold file systems at 1 MiB and no table at all. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "bad/g02-gpt-primary-crc-bad.raw",
                "bad/g03-gpt-array-crc-bad.raw",
                "bad/g04-gpt-both-bad.raw",
                "bad/g05-gpt-no-pmbr.raw"
            })
    void warnsOfALostTable(String image) throws IOException {
        DiskInspection seen = inspectRaw(image);
        assertThat(seen.partitionTable().status()).isEqualTo(Status.DAMAGED);
        assertThat(seen.warnings()).extracting(ImageWarning::structure).contains("partition table");
    }

    @Test
    void warnsOfALoopOfLogicalPartitions() throws IOException {
        DiskInspection seen = inspectRaw("bad/g08-hybrid-mbr-self-loop-ebr.raw");
        assertThat(seen.partitionTable().scheme()).isEqualTo(Scheme.MBR);
        assertThat(seen.warnings()).extracting(ImageWarning::message).anyMatch(text -> text.contains("loops"));
    }

    @Test
    void readsAVolumeButNotTheFileWhoseClustersLoop() throws IOException {
        List<String> refused = new ArrayList<>();
        try (VirtualDisk disk = FileDisk.open(Corpus.unpack("bad/f01-fat-cluster-loop.img", folder))) {
            assertThat(DiskInspector.inspect(disk).volumes())
                    .extracting(VolumeFacts::fileSystem)
                    .containsExactly("fat16");
            FatFileSystem fileSystem = FatFileSystem.open(disk);
            for (String path : List.of("EFI/BOOT/BOOTX64.EFI", "EFI/rocky/grubx64.efi", "EFI/rocky/grub.cfg")) {
                FileEntry file = fileSystem.find(path).orElseThrow();
                try {
                    fileSystem.read(file, 0, ByteBuffer.allocate((int) file.size()));
                } catch (BadImageException e) {
                    assertThat(e.reason()).contains("loops");
                    refused.add(path);
                }
            }
        }
        assertThat(refused).hasSize(1);
    }

    @Test
    void refusesAFileSystemOfSectorsWithoutLength() throws IOException {
        try (VirtualDisk disk = FileDisk.open(Corpus.unpack("bad/f03-fat-bps-0.img", folder))) {
            assertThatThrownBy(() -> FatFileSystem.open(disk)).isInstanceOf(BadImageException.class);
            DiskInspection seen = DiskInspector.inspect(disk);
            assertThat(seen.volumes()).extracting(VolumeFacts::fileSystem).containsExactly("unknown");
            assertThat(seen.warnings())
                    .extracting(ImageWarning::structure)
                    .containsExactly("FAT boot sector of the disk");
        }
    }
}
