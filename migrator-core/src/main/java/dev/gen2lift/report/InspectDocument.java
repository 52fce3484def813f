package dev.gen2lift.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gen2lift.disk.DiskFormat;
import dev.gen2lift.disk.DiskInfo;
import dev.gen2lift.disk.DiskKind;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.guest.Architecture;
import dev.gen2lift.guest.DiskInspection;
import dev.gen2lift.guest.Encryption;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.Generation;
import dev.gen2lift.guest.GuestFacts;
import dev.gen2lift.guest.VolumeFacts;
import dev.gen2lift.guest.boot.AuthorityEvidence;
import dev.gen2lift.guest.boot.BootFacts;
import dev.gen2lift.guest.boot.BootLoader;
import dev.gen2lift.guest.boot.CertificateAuthority;
import dev.gen2lift.guest.boot.DigestAlgorithm;
import dev.gen2lift.guest.boot.ImageSignature;
import dev.gen2lift.guest.boot.Sbat;
import dev.gen2lift.guest.boot.SecureBootStage;
import dev.gen2lift.volume.Partition;
import dev.gen2lift.volume.PartitionTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What {@code inspect --json} prints. Beyond the contract: {@code wholeDisk} for a file system without a partition
 * table, {@code logicalVolumes}, {@code active} for MBR partitions, what is known of each volume, {@code bytesRead} of
 * the virtual disk, {@code warnings}, and of {@code boot} all but {@code uefi}, {@code bios} and each loader's first four
 * values. A fact is {@code {"value","source"}} or {@code {"unknown"}} with the reason.
 *
 * @param schema {@value #SCHEMA}
 * @param generation "V2", "V1" or "unknown"
 */
public record InspectDocument(
        String schema,
        Image image,
        Table partitionTable,
        Optional<Volume> wholeDisk,
        List<Volume> logicalVolumes,
        Boot boot,
        Guest guest,
        String generation,
        long bytesRead,
        List<Warning> warnings) {

    public static final String SCHEMA = "gen2lift.inspect/1";

    /** Sizes in bytes. */
    public record Image(
            Path path,
            DiskFormat format,
            DiskKind kind,
            long virtualSize,
            int logicalSectorSize,
            int physicalSectorSize,
            long blockSize,
            long allocatedSize,
            long fileSize,
            Optional<UUID> identifier,
            boolean logReplayed,
            List<Link> chain) {}

    public record Link(Path path, DiskKind kind, Optional<UUID> identifier) {}

    public record Table(
            PartitionTable.Scheme scheme,
            PartitionTable.Status status,
            Optional<String> diskId,
            List<PartitionEntry> partitions) {}

    /** Offset and size in bytes. */
    public record PartitionEntry(
            int index,
            String type,
            String typeId,
            String name,
            long offset,
            long size,
            String fileSystem,
            Optional<String> label,
            boolean active,
            Optional<String> identifier,
            OptionalLong usedBytes,
            Optional<String> unreadable,
            Optional<Encryption> encryption) {}

    /** A file system without a partition of its own; {@code name} is absent where it takes the whole disk. */
    public record Volume(
            Optional<String> name,
            long size,
            String fileSystem,
            Optional<String> label,
            Optional<String> identifier,
            OptionalLong usedBytes,
            Optional<String> unreadable,
            Optional<Encryption> encryption) {}

    /** Indexes of partitions are those of {@link PartitionEntry}. */
    public record Boot(
            boolean uefi,
            boolean bios,
            List<Loader> loaders,
            boolean fallbackLoader,
            SecureBootReadiness secureBoot,
            Optional<Boolean> biosBootCode,
            OptionalInt activePartition,
            OptionalInt biosBootPartition) {}

    /** @param ready absent where it is not known, as the reasons say */
    public record SecureBootReadiness(Optional<Boolean> ready, List<String> reasons) {}

    /**
     * @param sbat absent where it cannot be read, empty where there is none
     * @param revoked absent where no list was given, or where it cannot be told
     * @param sha256 Authenticode digest of the image; absent where the image is too large to be hashed
     */
    public record Loader(
            String path,
            Architecture architecture,
            boolean signed,
            List<String> signers,
            List<Signature> signatures,
            Optional<List<SbatComponent>> sbat,
            Optional<SbatLevels> sbatLevel,
            Optional<Boolean> revoked,
            Optional<String> sha256,
            Optional<Grub> grub) {}

    /** @param configurationPresent absent where it is not known */
    public record Grub(String prefix, Optional<Boolean> configurationPresent) {}

    /**
     * @param authorityBy how the authority is known: by its key, or by what the signer's certificate says alone
     * @param reason why the signature is not valid
     */
    public record Signature(
            Optional<String> signer,
            CertificateAuthority authority,
            AuthorityEvidence authorityBy,
            ImageSignature.Status status,
            Optional<DigestAlgorithm> digestAlgorithm,
            boolean nested,
            Optional<String> reason) {}

    public record SbatComponent(
            String component,
            long generation,
            String vendor,
            @JsonProperty("package") String packageName,
            String version,
            String url) {}

    /** What a shim asks of what it starts. */
    public record SbatLevels(List<SbatRequirement> automatic, List<SbatRequirement> latest) {}

    public record SbatRequirement(String component, long generation) {}

    public record Guest(
            GuestFacts.Family family,
            Optional<String> product,
            Optional<String> version,
            Optional<String> build,
            Optional<String> edition,
            Optional<Architecture> architecture,
            Optional<String> hostName,
            Map<String, Fact<?>> facts) {}

    /** @param offset in bytes */
    public record Warning(String structure, long offset, String message) {}

    public static InspectDocument of(DiskInspection disk) {
        Map<Integer, VolumeFacts> volumes = disk.volumes().stream()
                .filter(volume -> volume.logicalVolume().isEmpty())
                .collect(Collectors.toMap(VolumeFacts::partitionIndex, Function.identity(), (first, second) -> first));
        return new InspectDocument(
                SCHEMA,
                image(disk.image()),
                table(disk.partitionTable(), volumes),
                Optional.ofNullable(volumes.get(0)).map(InspectDocument::volume),
                disk.volumes().stream()
                        .filter(volume -> volume.logicalVolume().isPresent())
                        .map(InspectDocument::volume)
                        .toList(),
                boot(disk.boot()),
                guest(disk.guest()),
                generation(disk.generation()),
                disk.bytesRead(),
                disk.warnings().stream().map(InspectDocument::warning).toList());
    }

    /** The word for a generation; it keeps its capital, unlike other enumerated values. */
    static String generation(Generation generation) {
        return generation == Generation.UNKNOWN ? "unknown" : generation.name();
    }

    private static Image image(DiskInfo info) {
        return new Image(
                info.path(),
                info.format(),
                info.kind(),
                info.capacity(),
                info.logicalSectorSize(),
                info.physicalSectorSize(),
                info.blockSize(),
                info.allocatedSize(),
                info.fileSize(),
                info.identifier(),
                info.logReplayed(),
                info.chain().stream()
                        .map(link -> new Link(link.path(), link.kind(), link.identifier()))
                        .toList());
    }

    private static Volume volume(VolumeFacts volume) {
        return new Volume(
                volume.logicalVolume(),
                volume.size(),
                volume.fileSystem(),
                volume.label(),
                volume.identifier(),
                volume.usedBytes(),
                volume.unreadable(),
                volume.encryption());
    }

    private static Table table(PartitionTable table, Map<Integer, VolumeFacts> volumes) {
        return new Table(
                table.scheme(),
                table.status(),
                table.diskId(),
                table.partitions().stream()
                        .map(partition -> entry(partition, volumes))
                        .toList());
    }

    private static PartitionEntry entry(Partition partition, Map<Integer, VolumeFacts> volumes) {
        Optional<VolumeFacts> volume = Optional.ofNullable(volumes.get(partition.index()));
        return new PartitionEntry(
                partition.index(),
                partition.type(),
                partition.typeId(),
                partition.name(),
                partition.offset(),
                partition.size(),
                volume.map(VolumeFacts::fileSystem).orElse("unknown"),
                volume.flatMap(VolumeFacts::label),
                partition.active(),
                volume.flatMap(VolumeFacts::identifier),
                volume.map(VolumeFacts::usedBytes).orElse(OptionalLong.empty()),
                volume.flatMap(VolumeFacts::unreadable),
                volume.flatMap(VolumeFacts::encryption));
    }

    private static Boot boot(BootFacts boot) {
        return new Boot(
                boot.uefi(),
                boot.bios(),
                boot.loaders().stream().map(InspectDocument::loader).toList(),
                boot.fallbackLoader(),
                new SecureBootReadiness(
                        boot.secureBoot().ready().asOptional(),
                        boot.secureBoot().reasons()),
                boot.biosBootCode().asOptional(),
                boot.activePartition(),
                boot.biosBootPartition());
    }

    private static Loader loader(BootLoader loader) {
        SecureBootStage stage = loader.stage();
        return new Loader(
                loader.path(),
                loader.architecture(),
                loader.signed(),
                loader.signers(),
                stage.signatures().stream().map(InspectDocument::signature).toList(),
                stage.sbat().asOptional().map(InspectDocument::components),
                stage.sbatLevel()
                        .flatMap(Fact::asOptional)
                        .map(level -> new SbatLevels(requirements(level.automatic()), requirements(level.latest()))),
                stage.revoked().asOptional(),
                stage.sha256().asOptional(),
                loader.grub().map(grub -> new Grub(grub.prefix(), grub.present().asOptional())));
    }

    private static Signature signature(ImageSignature signature) {
        return new Signature(
                signature.signer(),
                signature.authority(),
                signature.evidence(),
                signature.status(),
                signature.digestAlgorithm(),
                signature.nested(),
                Optional.of(signature.reason()).filter(reason -> !reason.isEmpty()));
    }

    private static List<SbatComponent> components(Sbat sbat) {
        return sbat.entries().stream()
                .map(entry -> new SbatComponent(
                        entry.component(),
                        entry.generation(),
                        entry.vendor(),
                        entry.packageName(),
                        entry.version(),
                        entry.url()))
                .toList();
    }

    private static List<SbatRequirement> requirements(Sbat level) {
        return level.entries().stream()
                .map(entry -> new SbatRequirement(entry.component(), entry.generation()))
                .toList();
    }

    private static Guest guest(GuestFacts guest) {
        return new Guest(
                guest.family(),
                guest.product(),
                guest.version(),
                guest.build(),
                guest.edition(),
                guest.architecture(),
                guest.hostName(),
                guest.facts().byId());
    }

    private static Warning warning(ImageWarning warning) {
        return new Warning(warning.structure(), warning.offset(), warning.message());
    }
}
