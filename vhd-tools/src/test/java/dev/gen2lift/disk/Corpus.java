package dev.gen2lift.disk;

import dev.gen2lift.testimages.oracle.Oracle;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;

/** Images written by others: unpacks them, zeros as holes. */
public final class Corpus {

    private static final int CHUNK = 64 << 10;

    private Corpus() {}

    /** The rows of a table of the corpus, each split at its tabs, without the heading. */
    public static List<String[]> table(String name) throws IOException {
        try (Stream<String> lines = Files.lines(Oracle.corpus().resolve(name))) {
            return lines.skip(1).map(line -> line.split("\t")).toList();
        }
    }

    /**
     * Unpacks an image under its own name.
     *
     * @param name within the corpus, with or without the ending that says how it is packed
     */
    public static Path unpack(String name, Path folder) throws IOException {
        Path packed = find(name);
        String file = packed.getFileName().toString();
        String plain = file.replaceFirst("\\.(xz|gz|bz2)$", "");
        Path target = folder.resolve(plain);
        try (InputStream in = decompress(packed, !plain.equals(file));
                FileChannel out = FileChannel.open(
                        target, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, StandardOpenOption.SPARSE)) {
            byte[] zeros = new byte[CHUNK];
            long at = 0;
            for (byte[] chunk = in.readNBytes(CHUNK); chunk.length > 0; chunk = in.readNBytes(CHUNK)) {
                boolean zero = Arrays.equals(chunk, 0, chunk.length, zeros, 0, chunk.length);
                if (!zero) {
                    out.write(ByteBuffer.wrap(chunk), at);
                }
                at += chunk.length;
            }
            if (at > out.size()) {
                out.write(ByteBuffer.allocate(1), at - 1);
            }
        }
        return target;
    }

    /** The file as it lies in the corpus, packed or not. */
    static Path find(String name) {
        Path folder = Oracle.corpus();
        return Stream.of("", ".xz", ".gz", ".bz2")
                .map(ending -> folder.resolve(name + ending))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new AssertionError("the corpus has no " + name));
    }

    private static InputStream decompress(Path packed, boolean compressed) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(packed));
        try {
            return compressed ? new CompressorStreamFactory().createCompressorInputStream(in) : in;
        } catch (CompressorException e) {
            in.close();
            throw new IOException(e);
        }
    }
}
