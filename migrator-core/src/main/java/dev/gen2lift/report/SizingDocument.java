package dev.gen2lift.report;

import dev.gen2lift.assess.sizing.DiskChoice;
import dev.gen2lift.assess.sizing.SizeChoice;
import dev.gen2lift.assess.sizing.Sizing;
import dev.gen2lift.assess.sizing.TransferEstimate;
import dev.gen2lift.assess.sizing.VmSize;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a machine gets in Azure, in the document of an assessment.
 *
 * @param size null where none fits or the needs are not known, as the reasons say
 * @param smaller the next smaller sizes with what each lacks, largest first
 * @param disks in the order of {@code managedDisks}
 * @param transfer null where no bandwidth was given
 */
public record SizingDocument(
        Optional<Size> size,
        List<String> reasons,
        List<SizeChoice.TooSmall> smaller,
        List<Disk> disks,
        Optional<Transfer> transfer) {

    /** @param memory bytes */
    public record Size(String name, String series, int vcpus, long memory, int dataDisks, int nics) {}

    /**
     * @param sku as Azure Resource Manager takes it; null where no kind fits
     * @param throughput bytes a second
     */
    public record Disk(
            Optional<String> sku,
            Optional<String> tier,
            OptionalLong iops,
            OptionalLong throughput,
            List<String> reasons) {}

    /** Seconds; the downtimes are those of an upload while the machine is off, and of one that sends the changes last. */
    public record Transfer(
            long bytes, long uploadSeconds, long onePhaseDowntimeSeconds, long twoPhaseDowntimeSeconds) {}

    static SizingDocument of(Sizing sizing) {
        return new SizingDocument(
                sizing.size().size().map(SizingDocument::size),
                sizing.size().reasons(),
                sizing.size().smaller(),
                sizing.disks().stream().map(SizingDocument::disk).toList(),
                sizing.transfer().map(SizingDocument::transfer));
    }

    private static Size size(VmSize size) {
        return new Size(size.name(), size.series(), size.vcpus(), size.memory(), size.dataDisks(), size.nics());
    }

    private static Disk disk(DiskChoice disk) {
        return new Disk(
                disk.sku().map(sku -> sku.azureName()), disk.tier(), disk.iops(), disk.throughput(), disk.reasons());
    }

    private static Transfer transfer(TransferEstimate estimate) {
        return new Transfer(
                estimate.bytes(),
                estimate.upload().toSeconds(),
                estimate.onePhase().toSeconds(),
                estimate.twoPhase().toSeconds());
    }
}
