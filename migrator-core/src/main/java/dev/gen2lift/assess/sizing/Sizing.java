package dev.gen2lift.assess.sizing;

import java.util.List;
import java.util.Optional;

/**
 * What a machine gets in Azure, and how long it takes.
 *
 * @param disks one for each of the machine's disks, in its order
 * @param transfer empty where no bandwidth was given or no disk could be read
 */
public record Sizing(SizeChoice size, List<DiskChoice> disks, Optional<TransferEstimate> transfer) {

    public Sizing {
        disks = List.copyOf(disks);
    }
}
