package dev.gen2lift.testimages.fat;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a directory holds, by name and in the order of writing. */
sealed interface FatNode {

    record File(byte[] content) implements FatNode {}

    record Directory(Map<String, FatNode> children) implements FatNode {

        Directory() {
            this(new LinkedHashMap<>());
        }

        /** The directory of that name, made where it is missing; names differ only by more than case. */
        Directory child(String name) {
            for (Map.Entry<String, FatNode> entry : children.entrySet()) {
                if (entry.getKey().equalsIgnoreCase(name)) {
                    if (entry.getValue() instanceof Directory directory) {
                        return directory;
                    }
                    throw new IllegalArgumentException(name + " is a file");
                }
            }
            Directory made = new Directory();
            children.put(name, made);
            return made;
        }

        /** 32-byte entries that the children take. */
        int entries() {
            int entries = 0;
            for (String name : children.keySet()) {
                entries += 1 + ShortName.longEntries(name);
            }
            return entries;
        }
    }
}
