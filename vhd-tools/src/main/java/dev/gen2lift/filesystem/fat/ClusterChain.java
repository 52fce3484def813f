package dev.gen2lift.filesystem.fat;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The clusters of a file as far as they have been followed, as runs: file systems place most files in a few.
 */
final class ClusterChain {

    /** {@link #follower} behind the last cluster. */
    static final int END = -1;

    private final BitSet seen = new BitSet();
    private int[] firsts = new int[8];

    /** For each run, the number of the chain's clusters in front of it. */
    private int[] starts = new int[8];

    private int runs;
    private int length;
    private int last = -2;
    private int follower;

    /** A chain of which only the first cluster's number is known. */
    ClusterChain(int first) {
        this.follower = first;
    }

    /** Number of clusters followed. */
    int length() {
        return length;
    }

    /** The cluster that comes next, or {@link #END}. */
    int follower() {
        return follower;
    }

    boolean contains(int cluster) {
        return seen.get(cluster);
    }

    /** Adds the {@link #follower}; behind it comes {@code next}. */
    void advance(int next) {
        int cluster = follower;
        if (cluster != last + 1) {
            if (runs == firsts.length) {
                firsts = Arrays.copyOf(firsts, runs * 2);
                starts = Arrays.copyOf(starts, runs * 2);
            }
            firsts[runs] = cluster;
            starts[runs] = length;
            runs++;
        }
        seen.set(cluster);
        last = cluster;
        length++;
        follower = next;
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
