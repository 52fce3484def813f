package dev.gen2lift.assess.sizing;

import java.util.OptionalDouble;

/**
 * What a machine, or one of its disks, was seen to do, already taken at a percentile of its samples. Of what was not
 * measured the value is empty.
 *
 * @param iops input and output operations a second
 * @param throughput bytes a second, read and written together
 * @param cpu share of the machine's processors that was busy, 0 to 1; of no meaning for a disk
 * @param memory share of the machine's memory that was in use, 0 to 1; of no meaning for a disk
 */
public record Load(OptionalDouble iops, OptionalDouble throughput, OptionalDouble cpu, OptionalDouble memory) {

    public static final Load UNKNOWN =
            new Load(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
}
