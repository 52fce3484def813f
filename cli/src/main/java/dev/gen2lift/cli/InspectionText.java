package dev.gen2lift.cli;

import dev.gen2lift.cli.console.Quantities;
import dev.gen2lift.cli.console.Table;
import dev.gen2lift.disk.DiskInfo;
import dev.gen2lift.guest.DiskInspection;
import dev.gen2lift.guest.GuestFacts;
import dev.gen2lift.guest.VolumeFacts;
import dev.gen2lift.guest.boot.BootLoader;
import dev.gen2lift.guest.boot.CertificateAuthority;
import dev.gen2lift.guest.boot.SecureBoot;
import dev.gen2lift.volume.Partition;
import dev.gen2lift.volume.PartitionTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** An inspection for people. */
final class InspectionText {

    private InspectionText() {}

    /** @param facts whether to show all that is known of the installed system */
    static String of(DiskInspection inspection, boolean facts) {
        StringBuilder text = new StringBuilder();
        text.append(image(inspection.image())).append("\n\n");
        text.append(partitions(inspection)).append("\n\n");
        text.append(boot(inspection));
        if (facts) {
            text.append("\n\n").append(GuestText.of(inspection.guest()));
        }
        return text.toString();
    }

    private static String image(DiskInfo image) {
        Table table = new Table()
                .row("image", image.path())
                .row("format", Table.word(image.format()) + ", " + Table.word(image.kind()))
                .row("virtual size", Quantities.bytes(image.capacity()) + " (" + image.capacity() + " bytes)")
                .row(
                        "stored",
                        Quantities.bytes(image.allocatedSize()) + " in a file of " + Quantities.bytes(image.fileSize()))
                .row("sectors", image.logicalSectorSize() + " logical, " + image.physicalSectorSize() + " physical");
        if (image.blockSize() > 0) {
            table.row("block size", Quantities.bytes(image.blockSize()));
        }
        image.identifier().ifPresent(id -> table.row("identifier", id));
        if (image.logReplayed()) {
            table.row("log", "pending changes applied in memory");
        }
        image.chain().stream().skip(1).forEach(parent -> table.row("parent", parent.path()));
        return table.toString();
    }

    private static String partitions(DiskInspection inspection) {
        PartitionTable partitions = inspection.partitionTable();
        Map<Integer, VolumeFacts> volumes = inspection.volumes().stream()
                .filter(volume -> volume.logicalVolume().isEmpty())
                .collect(Collectors.toMap(VolumeFacts::partitionIndex, Function.identity(), (first, second) -> first));
        String title = "partition table: " + Table.word(partitions.scheme())
                + (partitions.scheme() == PartitionTable.Scheme.NONE ? "" : ", " + Table.word(partitions.status()));
        if (partitions.partitions().isEmpty()) {
            VolumeFacts whole = volumes.get(0);
            return title + (whole == null ? "" : ", file system " + whole.fileSystem());
        }
        Table table = new Table().row("", "type", "offset", "size", "used", "file system", "label", "name");
        for (Partition partition : partitions.partitions()) {
            Optional<VolumeFacts> volume = Optional.ofNullable(volumes.get(partition.index()));
            table.row(
                    partition.index(),
                    partition.type().equals("unknown") ? partition.typeId() : partition.type(),
                    Quantities.bytes(partition.offset()),
                    Quantities.bytes(partition.size()),
                    volume.map(InspectionText::used).orElse(""),
                    volume.map(VolumeFacts::fileSystem).orElse(""),
                    volume.flatMap(VolumeFacts::label).orElse(""),
                    partition.name());
        }
        for (VolumeFacts volume : inspection.volumes()) {
            if (volume.logicalVolume().isPresent()) {
                table.row(
                        "",
                        volume.name(),
                        "",
                        Quantities.bytes(volume.size()),
                        used(volume),
                        volume.fileSystem(),
                        volume.label().orElse(""),
                        "");
            }
        }
        return title + "\n" + table + unreadable(inspection);
    }

    private static String used(VolumeFacts volume) {
        return volume.usedBytes().isPresent()
                ? Quantities.bytes(volume.usedBytes().getAsLong())
                : "";
    }

    private static String unreadable(DiskInspection inspection) {
        return inspection.volumes().stream()
                .filter(volume -> volume.unreadable().isPresent())
                .map(volume -> "\n" + volume.name() + " is not read: "
                        + volume.unreadable().get())
                .collect(Collectors.joining());
    }

    private static String boot(DiskInspection inspection) {
        Table table = new Table()
                .row("starts by UEFI", inspection.boot().uefi() ? "yes" : "no")
                .row("starts by BIOS", inspection.boot().bios() ? "yes" : "no");
        for (BootLoader loader : inspection.boot().loaders()) {
            table.row("loader", loader.path() + ", " + Table.word(loader.architecture()) + ", " + signatures(loader));
        }
        if (inspection.boot().uefi()) {
            SecureBoot secureBoot = inspection.boot().secureBoot();
            table.row(
                    "Secure Boot",
                    secureBoot
                            .ready()
                            .asOptional()
                            .map(ready -> ready ? "ready" : "not ready")
                            .orElse("not known"));
            secureBoot.reasons().forEach(reason -> table.row("", reason));
        }
        table.row("system", system(inspection));
        GuestFacts guest = inspection.guest();
        guest.hostName().ifPresent(name -> table.row("host name", name));
        if (!guest.facts().byId().isEmpty()) {
            table.row("facts", guest.facts().byId().size() + " (--facts or --json shows them)");
        }
        table.row("generation", inspection.generation().name().equals("UNKNOWN") ? "unknown" : inspection.generation());
        return table.toString();
    }

    private static String signatures(BootLoader loader) {
        if (!loader.signed()) {
            return "not signed";
        }
        String text = loader.stage().signatures().stream()
                .filter(signature -> !signature.nested())
                .map(signature -> signature.isValid()
                        ? signature.authority() == CertificateAuthority.OTHER
                                ? signature.signer().orElse("")
                                : signature.authority().title()
                        : Table.word(signature.status()))
                .distinct()
                .collect(Collectors.joining("; "));
        return "signed" + (text.isEmpty() ? "" : " (" + text + ")")
                + (loader.stage().revoked().is(true) ? ", revoked" : "");
    }

    private static String system(DiskInspection inspection) {
        GuestFacts guest = inspection.guest();
        if (guest.product().isEmpty()) {
            return Table.word(guest.family());
        }
        StringBuilder text = new StringBuilder(guest.product().get());
        for (Optional<String> more : List.of(guest.version(), guest.build())) {
            if (more.isPresent() && text.indexOf(more.get()) < 0) {
                text.append(' ').append(more.get());
            }
        }
        guest.architecture().ifPresent(architecture -> text.append(", ").append(Table.word(architecture)));
        return text.toString();
    }
}
