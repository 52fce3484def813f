package dev.gen2lift.filesystem.btrfs;

import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.oracle.Oracle;
import dev.gen2lift.volume.FileDisk;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.tukaani.xz.XZInputStream;

/** btrfs volumes: made and filled by mkfs.btrfs, or written by Linux, see {@code make.sh} beside them. */
public final class BtrfsVolume {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private BtrfsVolume() {}

    /** A volume of {@code size} bytes in a file of its own, filled with what {@code tree} holds. */
    public static void make(Path volume, long size, Path tree, String... options) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(volume.toFile(), "rw")) {
            file.setLength(size);
        }
        List<String> command = new ArrayList<>(
                List.of(Oracle.require("mkfs.btrfs").toString(), "-q", "-L", "GEN2LIFT", "-r", tree.toString()));
        command.addAll(List.of(options));
        command.add(volume.toString());
        Oracle.run(TIMEOUT, command).expectSuccess();
    }

    /**
     * What of a volume that Linux wrote has to be read for a few files, as one without checksums: BLAKE2b is not verified,
     * so changes are not refused at once.
     */
    public static SparseContent unchecked() throws IOException {
        Path image = Files.createTempFile("btrfs", ".img");
        try {
            unpack("volume", image);
            try (FileDisk volume = FileDisk.open(image)) {
                BtrfsEditor editor = new BtrfsEditor(volume);
                BtrfsFileSystem fileSystem = BtrfsFileSystem.open(editor);
                for (String path : List.of("plain/grown", "packed/zlib/one", "packed/lzo/one", "packed/zstd/one")) {
                    FileEntry file = fileSystem.find(path).orElseThrow();
                    fileSystem.read(file, 0, ByteBuffer.allocate((int) file.size()));
                }
                fileSystem.list(fileSystem.topLevel());
                SparseContent content = new SparseContent(editor.size());
                editor.page(BtrfsEditor.SUPERBLOCK).putShort(0xC4, (short) ChecksumType.BLAKE2.ordinal());
                for (long at = 0; at < editor.size(); at += BtrfsEditor.PAGE) {
                    if (editor.isTouched(at)) {
                        content.write(at, editor.page(at).array());
                    }
                }
                return content;
            }
        } finally {
            Files.delete(image);
        }
    }

    /** Unpacks a volume that Linux wrote, with holes for its zeros. */
    static void unpack(String name, Path volume) throws IOException {
        try (InputStream packed = new XZInputStream(resource(name + ".img.xz"));
                RandomAccessFile file = new RandomAccessFile(volume.toFile(), "rw")) {
            byte[] zeros = new byte[1 << 16];
            long at = 0;
            for (byte[] piece = packed.readNBytes(zeros.length);
                    piece.length > 0;
                    piece = packed.readNBytes(zeros.length)) {
                if (!isZero(piece, zeros)) {
                    file.seek(at);
                    file.write(piece);
                }
                at += piece.length;
            }
            file.setLength(at);
        }
    }

    private static boolean isZero(byte[] piece, byte[] zeros) {
        return ByteBuffer.wrap(piece).equals(ByteBuffer.wrap(zeros, 0, piece.length));
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(BtrfsVolume.class.getResourceAsStream(name), name);
    }

    /** What Linux read from the volume, a line for each path. */
    static List<String> manifest() throws IOException {
        try (InputStream in = new XZInputStream(resource("volume.txt.xz"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
