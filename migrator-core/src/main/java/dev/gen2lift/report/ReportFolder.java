package dev.gen2lift.report;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes the files of a report under temporary names and gives them their own when all are whole. */
final class ReportFolder implements Closeable {

    static final String HTML = "index.html";
    static final String JSON = "report.json";
    static final String CSV = "report.csv";
    static final String SARIF = "report.sarif";

    /** Writes the content of a file. */
    @FunctionalInterface
    interface Content<T> {
        void writeTo(T out) throws IOException;
    }

    private final Path folder;
    private final Map<String, Path> written = new LinkedHashMap<>();

    private ReportFolder(Path folder) {
        this.folder = folder;
    }

    static ReportFolder open(Path folder) throws IOException {
        Files.createDirectories(folder);
        return new ReportFolder(folder);
    }

    void bytes(String name, Content<OutputStream> content) throws IOException {
        Path temporary =
                folder.resolve("." + name + "." + ProcessHandle.current().pid() + ".tmp");
        written.put(name, temporary);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16)) {
            content.writeTo(out);
        }
        try (FileChannel file = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            file.force(true);
        }
    }

    void text(String name, Content<Writer> content) throws IOException {
        bytes(name, out -> {
            Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            content.writeTo(writer);
            writer.flush();
        });
    }

    /** Makes the files visible. Returns the path of the page. */
    Path complete() throws IOException {
        for (Map.Entry<String, Path> file : written.entrySet()) {
            Path target = folder.resolve(file.getKey());
            try {
                Files.move(
                        file.getValue(), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(file.getValue(), target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return folder.resolve(HTML);
    }

    /** Takes away what was not completed. */
    @Override
    public void close() throws IOException {
        for (Path temporary : written.values()) {
            Files.deleteIfExists(temporary);
        }
    }
}
