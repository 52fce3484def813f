package dev.gen2lift.assess.rules;

import java.nio.file.Path;

/** The part of a file's name that people mean. */
final class FileNames {

    private FileNames() {}

    /** The file's name without folders and without its last extension. */
    static String stem(Path path) {
        Path name = path.getFileName();
        String text = name == null ? path.toString() : name.toString();
        int dot = text.lastIndexOf('.');
        return dot > 0 ? text.substring(0, dot) : text;
    }
}
