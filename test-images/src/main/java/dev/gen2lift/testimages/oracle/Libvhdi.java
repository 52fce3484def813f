package dev.gen2lift.testimages.oracle;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** libvhdi as a judge of disk images, by its Python module: unlike vhdimount it needs no FUSE. */
public final class Libvhdi {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Path MODULES = Path.of("/usr/lib/python3/dist-packages");

    private static final String SCRIPT = """
            import hashlib, sys, pyvhdi
            images = []
            for path in sys.argv[1:]:
                image = pyvhdi.file()
                image.open(path)
                images.append(image)
            for child, parent in zip(images, images[1:]):
                child.set_parent(parent)
            size = images[0].get_media_size()
            digest = hashlib.sha256()
            at = 0
            while at < size:
                data = images[0].read_buffer_at_offset(min(1 << 20, size - at), at)
                if not data:
                    sys.exit('nothing at %d of %d' % (at, size))
                digest.update(data)
                at += len(data)
            print(digest.hexdigest())
            """;

    private Libvhdi() {}

    /** SHA-256 of the disk as libvhdi reads it, printed; or why it cannot be read, with an exit code that is not 0.
     *
     * @param chain the image, then its parents
     */
    public static Oracle.Result sha256(Path... chain) throws IOException {
        Path python = Oracle.require(Path.of("/usr/bin/python3"));
        Oracle.require(module());
        List<String> command = new ArrayList<>(List.of(python.toString(), "-c", SCRIPT));
        for (Path image : chain) {
            command.add(image.toString());
        }
        return Oracle.run(TIMEOUT, command);
    }

    private static Path module() throws IOException {
        if (Files.isDirectory(MODULES)) {
            try (DirectoryStream<Path> modules = Files.newDirectoryStream(MODULES, "pyvhdi*.so")) {
                for (Path module : modules) {
                    return module;
                }
            }
        }
        return MODULES.resolve("pyvhdi.so");
    }
}
