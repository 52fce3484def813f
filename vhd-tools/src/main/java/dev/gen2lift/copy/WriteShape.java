package dev.gen2lift.copy;

/**
 * How a target wants its writes cut.
 *
 * @param alignment every write begins and ends at a multiple of this many bytes, but for the disk's end; a power of two
 * @param maxLength most bytes of one write; a multiple of {@code alignment}
 * @param zeroGap a run of zeros of at least this many bytes inside a piece is left out; a multiple of
 *     {@code alignment}
 */
public record WriteShape(int alignment, int maxLength, int zeroGap) {

    public WriteShape {
        if (Integer.bitCount(alignment) != 1 || maxLength % alignment != 0 || zeroGap % alignment != 0) {
            throw new IllegalArgumentException(
                    "not multiples of the alignment: " + alignment + ", " + maxLength + ", " + zeroGap);
        }
        if (maxLength <= 0 || zeroGap <= 0) {
            throw new IllegalArgumentException("lengths must be greater than 0");
        }
    }
}
