package dev.gen2lift.report.fleet;

import dev.gen2lift.assess.Assessment;
import dev.gen2lift.assess.sizing.Sizing;
import dev.gen2lift.assess.sizing.TransferEstimate;
import dev.gen2lift.assess.sizing.VmSize;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What all machines get in Azure together.
 *
 * @param memory bytes
 * @param unsized machines that no size was chosen for
 * @param toSend bytes; empty where no bandwidth was given
 */
public record SizeTotals(long vcpus, long memory, int unsized, OptionalLong toSend) {

    /** Empty where no machine has a size. */
    static Optional<SizeTotals> of(List<Assessment> machines) {
        List<VmSize> sizes = machines.stream()
                .flatMap(machine -> machine.sizing().stream())
                .flatMap(sizing -> sizing.size().size().stream())
                .toList();
        if (sizes.isEmpty()) {
            return Optional.empty();
        }
        List<TransferEstimate> transfers = machines.stream()
                .flatMap(machine -> machine.sizing().stream())
                .map(Sizing::transfer)
                .flatMap(Optional::stream)
                .toList();
        long bytes = transfers.stream().mapToLong(TransferEstimate::bytes).reduce(0, MachineBytes::plus);
        return Optional.of(new SizeTotals(
                sizes.stream().mapToLong(VmSize::vcpus).sum(),
                sizes.stream().mapToLong(VmSize::memory).reduce(0, MachineBytes::plus),
                machines.size() - sizes.size(),
                transfers.isEmpty() ? OptionalLong.empty() : OptionalLong.of(bytes)));
    }
}
