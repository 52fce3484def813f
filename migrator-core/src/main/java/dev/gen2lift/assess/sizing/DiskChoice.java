package dev.gen2lift.assess.sizing;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The kind of managed disk that was chosen.
 *
 * @param sku empty where none fits
 * @param tier "E10"; empty for kinds without tiers. A Premium tier above the disk's own is set as its performance tier
 * @param iops what it does, or is to be set to, a second
 * @param throughput what it does, or is to be set to, bytes a second
 * @param reasons in whole sentences
 */
public record DiskChoice(
        Optional<DiskSku> sku,
        Optional<String> tier,
        OptionalLong iops,
        OptionalLong throughput,
        List<String> reasons) {

    public DiskChoice {
        reasons = List.copyOf(reasons);
    }

    static DiskChoice none(String reason) {
        return new DiskChoice(
                Optional.empty(), Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), List.of(reason));
    }
}
