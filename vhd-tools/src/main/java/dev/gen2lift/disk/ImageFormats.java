package dev.gen2lift.disk;

import dev.gen2lift.disk.archive.ArchivedImages;
import dev.gen2lift.disk.layer.ImageLayer;
import dev.gen2lift.disk.layer.ImageSource;
import dev.gen2lift.disk.raw.RawLayer;
import dev.gen2lift.disk.vhd.VhdLayer;
import dev.gen2lift.disk.vhdx.VhdxLayer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Recognises what format an image is of, and opens it as one layer. */
final class ImageFormats {

    /** Nothing in a raw disk says that it is one, so its name has to. */
    private static final Set<String> RAW_EXTENSIONS = Set.of("raw", "img", "bin", "dd");

    private ImageFormats() {}

    static ImageLayer open(Path path, Optional<DiskFormat> override) throws IOException {
        ImageSource file = ArchivedImages.open(path);
        try {
            return switch (override.isPresent() ? override.get() : recognise(file)) {
                case VHDX -> VhdxLayer.open(file);
                case VHD -> VhdLayer.open(file);
                case RAW -> RawLayer.open(file);
            };
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static DiskFormat recognise(ImageSource file) throws IOException {
        String extension = extension(file.fileName());
        if (VhdxLayer.recognises(file)) {
            if (extension.equals("vhds")) {
                throw unsupported(file, "this is a VHD Set; open the .avhdx that holds its disk instead");
            }
            return DiskFormat.VHDX;
        }
        if (VhdLayer.recognises(file)) {
            return DiskFormat.VHD;
        }
        Optional<String> foreign = ForeignFormat.of(file);
        if (foreign.isPresent()) {
            throw unsupported(file, "this is " + foreign.get() + ", neither VHDX, VHD nor raw");
        }
        if (file.isDevice() || RAW_EXTENSIONS.contains(extension)) {
            return DiskFormat.RAW;
        }
        throw unsupported(file, file.size() == 0 ? "the file is empty" : "neither a VHDX nor a VHD, nor named as raw");
    }

    private static BadImageException unsupported(ImageSource file, String reason) {
        return new BadImageException(BadImageException.Kind.UNSUPPORTED, file.name(), "image", 0, reason);
    }

    private static String extension(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
