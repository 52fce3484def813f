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
import java.util.OptionalLong;
import java.util.Set;

/** Recognises what format an image is of, and opens it as one layer. */
final class ImageFormats {

    /** Nothing in a raw disk says that it is one, so its name has to. */
    private static final Set<String> RAW_EXTENSIONS = Set.of("raw", "img", "bin", "dd");

    private ImageFormats() {}

    static ImageLayer open(Path path, Optional<DiskFormat> override, OptionalLong maxUnpacked) throws IOException {
        return open(ArchivedImages.open(path, maxUnpacked), override);
    }

    /** @param file closed with the layer, and where this fails */
    static ImageLayer open(ImageSource file, Optional<DiskFormat> override) throws IOException {
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
        refuse(file, ForeignFormat.named(extension));
        if (VhdxLayer.recognises(file)) {
            return DiskFormat.VHDX;
        }
        if (VhdLayer.recognises(file)) {
            refuse(file, ForeignFormat.ofVhd(file));
            return DiskFormat.VHD;
        }
        refuse(file, ForeignFormat.of(file));
        if (file.isDevice() || RAW_EXTENSIONS.contains(extension)) {
            return DiskFormat.RAW;
        }
        refuse(file, ForeignFormat.ofContent(file));
        boolean empty = file.size() == 0;
        throw unsupported(
                file,
                empty ? "the file is empty" : "neither a VHDX nor a VHD, nor named as raw",
                empty ? "" : "--format raw takes it as a raw disk");
    }

    private static void refuse(ImageSource file, Optional<ForeignFormat> foreign) throws BadImageException {
        if (foreign.isPresent()) {
            throw unsupported(
                    file,
                    "this is " + foreign.get().name() + ", neither VHDX, VHD nor raw",
                    foreign.get().hint());
        }
    }

    private static BadImageException unsupported(ImageSource file, String reason, String hint) {
        return new BadImageException(BadImageException.Kind.UNSUPPORTED, file.name(), "image", 0, reason, hint);
    }

    private static String extension(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
