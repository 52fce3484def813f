package dev.gen2lift.cli;

import java.nio.file.Path;

/** What a blob is called where only its container is given: after the image. */
final class BlobName {

    private BlobName() {}

    /** The image's name, without what it is packed in, as that of a VHD. */
    static String of(Path image) {
        String name = String.valueOf(image.getFileName()).replaceFirst("(?i)\\.(gz|bz2|xz|zst)$", "");
        int dot = name.lastIndexOf('.');
        return (dot > 0 ? name.substring(0, dot) : name) + ".vhd";
    }
}
