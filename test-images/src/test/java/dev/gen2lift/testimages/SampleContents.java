package dev.gen2lift.testimages;

/** Contents that the writers' tests share. */
public final class SampleContents {

    private SampleContents() {}

    /** A run of data in the first block, a lone sector, a run over a block boundary, and the last sector. */
    public static SparseContent scattered(long size) {
        SparseContent content = new SparseContent(size);
        content.write(0, PseudoRandom.bytes(1, 70_000));
        content.write(size / 3 / 512 * 512, PseudoRandom.bytes(2, 512));
        content.write(size / 2 / (1 << 20) * (1 << 20) - 4096, PseudoRandom.bytes(3, 3 << 20));
        content.write(size - 512, PseudoRandom.bytes(4, 512));
        return content;
    }
}
