package dev.gen2lift.guest.linux;

import java.util.List;

/**
 * A text file of the guest.
 *
 * @param path as it was asked for
 * @param lines without their ends; hostile text
 */
record TextFile(String path, List<String> lines) {

    static TextFile of(String path, String text) {
        return new TextFile(path, text.lines().toList());
    }

    /** A line's place, for the reader of a report. */
    String at(int line) {
        return path + " line " + line;
    }
}
