package dev.gen2lift.filesystem.btrfs;

import dev.gen2lift.disk.BinaryCursor;

/**
 * What a leaf holds under a key.
 *
 * @param data its bytes and no others
 */
record Item(Key key, BinaryCursor data) {}
