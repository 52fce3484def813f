package dev.gen2lift.filesystem;

import java.util.Arrays;

/** The clusters of a file, as runs: file systems place most files in a few. */
final class ClusterChain {

    private int[] firsts = new int[8];
    /** For each run, the number of the chain's clusters in front of it. */
    private int[] starts = new int[8];

    private int runs;
    private int length;
    private int last = -2;

    /** Number of clusters. */
    int length() {
        return length;
    }

    void add(int cluster) {
        if (cluster != last + 1) {
            if (runs == firsts.length) {
                firsts = Arrays.copyOf(firsts, runs * 2);
                starts = Arrays.copyOf(starts, runs * 2);
            }
            firsts[runs] = cluster;
            starts[runs] = length;
            runs++;
        }
        last = cluster;
        length++;
    }

    /** The cluster at {@code index} of the chain. */
    int cluster(int index) {
        int run = run(index);
        return firsts[run] + index - starts[run];
    }

    /** How many clusters lie one behind the other on the volume from {@code index} on, itself included. */
    int contiguous(int index) {
        int run = run(index);
        return (run + 1 < runs ? starts[run + 1] : length) - index;
    }

    private int run(int index) {
        if (index < 0 || index >= length) {
            throw new IndexOutOfBoundsException(index);
        }
        int found = Arrays.binarySearch(starts, 0, runs, index);
        return found >= 0 ? found : -found - 2;
    }
}
