package dev.gen2lift.disk;

import com.github.luben.zstd.ZstdOutputStream;
import dev.gen2lift.testimages.oracle.Oracle;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Ways to pack one file, by writers that are not ours. */
public enum Packing {
    ZIP_DEFLATED(".zip"),
    ZIP_STORED(".zip"),
    TAR(".tar"),
    TAR_GZ(".tar.gz"),
    TAR_XZ(".tar.xz"),
    GZ(".gz"),
    BZ2(".bz2"),
    XZ(".xz"),
    ZST(".zst"),
    SEVEN_Z(".7z"),
    TOOL_GZIP(".gz"),
    TOOL_BZIP2(".bz2"),
    TOOL_XZ_IN_BLOCKS(".xz"),
    TOOL_ZSTD(".zst"),
    TOOL_TAR_ZSTD(".tar.zst"),
    TOOL_TAR_PAX(".tar"),
    TOOL_ZIP(".zip");

    private final String ending;

    Packing(String ending) {
        this.ending = ending;
    }

    /** Whether it is packed by a program of this machine, and not by a library. */
    public boolean needsTool() {
        return name().startsWith("TOOL_");
    }

    /** Whether what is packed lies in the archive as it was. */
    boolean verbatim() {
        return this == ZIP_STORED || this == TAR || this == TOOL_TAR_PAX;
    }

    /** Packs {@code files}, of which compressed ones take the first, into a new file beside them. */
    public Path pack(Path... files) throws IOException {
        Path archive = Path.of(files[0] + ending);
        String out = archive.toString();
        switch (this) {
            case TOOL_GZIP -> tool("gzip", "-kf", files[0].toString());
            case TOOL_BZIP2 -> tool("bzip2", "-kf", files[0].toString());
            case TOOL_XZ_IN_BLOCKS -> tool("xz", "-kf1", "--block-size=1MiB", files[0].toString());
            case TOOL_ZSTD -> tool("zstd", "-qkf", files[0].toString(), "-o", out);
            case TOOL_TAR_ZSTD ->
                tool("tar", "--zstd", "-cf", out, "-C", folder(files[0]), String.valueOf(files[0].getFileName()));
            case TOOL_TAR_PAX ->
                tool("tar", "--format=pax", "-cf", out, "-C", folder(files[0]), String.valueOf(files[0].getFileName()));
            case TOOL_ZIP -> tool("zip", "-qj", out, files[0].toString());
            case SEVEN_Z -> sevenZ(archive, files);
            default -> write(archive, files);
        }
        return archive;
    }

    private void write(Path archive, Path... files) throws IOException {
        try (OutputStream out = Files.newOutputStream(archive);
                OutputStream packed = compressor(out)) {
            switch (this) {
                case ZIP_DEFLATED, ZIP_STORED -> zip(packed, files);
                case TAR, TAR_GZ, TAR_XZ -> tar(packed, files);
                default -> Files.copy(files[0], packed);
            }
        }
    }

    private OutputStream compressor(OutputStream out) throws IOException {
        return switch (this) {
            case GZ, TAR_GZ -> new GzipCompressorOutputStream(out);
            case BZ2 -> new BZip2CompressorOutputStream(out, 1);
            case XZ, TAR_XZ -> new XZOutputStream(out, new LZMA2Options(0));
            case ZST -> new ZstdOutputStream(out);
            default -> out;
        };
    }

    private void zip(OutputStream out, Path... files) throws IOException {
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out)) {
            for (Path file : files) {
                ZipArchiveEntry entry = new ZipArchiveEntry(String.valueOf(file.getFileName()));
                if (this == ZIP_STORED) {
                    CRC32 crc = new CRC32();
                    crc.update(Files.readAllBytes(file));
                    entry.setMethod(ZipArchiveEntry.STORED);
                    entry.setCrc(crc.getValue());
                    entry.setSize(Files.size(file));
                }
                zip.putArchiveEntry(entry);
                Files.copy(file, zip);
                zip.closeArchiveEntry();
            }
        }
    }

    private static void tar(OutputStream out, Path... files) throws IOException {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            for (Path file : files) {
                tar.putArchiveEntry(
                        new TarArchiveEntry(file.toFile(), "../" + "long/".repeat(30) + file.getFileName()));
                Files.copy(file, tar);
                tar.closeArchiveEntry();
            }
        }
    }

    private static void sevenZ(Path archive, Path... files) throws IOException {
        try (SevenZOutputFile seven = new SevenZOutputFile(archive.toFile())) {
            for (Path file : files) {
                seven.putArchiveEntry(seven.createArchiveEntry(file.toFile(), String.valueOf(file.getFileName())));
                seven.write(file);
                seven.closeArchiveEntry();
            }
        }
    }

    private static void tool(String name, String... arguments) throws IOException {
        String[] command = new String[arguments.length + 1];
        command[0] = Oracle.require(name).toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Oracle.Result result = Oracle.run(Duration.ofMinutes(1), command);
        if (result.exit() != 0) {
            throw new AssertionError(result.toString());
        }
    }

    private static String folder(Path file) {
        return new File(file.toString()).getParent();
    }
}
