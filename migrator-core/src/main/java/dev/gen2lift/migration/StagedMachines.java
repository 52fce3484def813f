package dev.gen2lift.migration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.gen2lift.report.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** What was prepared, remembered from one command to the next: a small document for each VM in one folder. */
final class StagedMachines {

    private static final long MAX_DOCUMENT = 1 << 20;
    private static final ObjectReader READER = Json.mapper().readerFor(StagedMachine.class);

    private final Path folder;

    StagedMachines(Path folder) {
        this.folder = folder;
    }

    /** @throws PlanException where there is a document that cannot be understood */
    Optional<StagedMachine> find(String migration) throws PlanException, IOException {
        Path file = file(migration);
        try {
            if (Files.size(file) > MAX_DOCUMENT) {
                throw unreadable(file, "it is too long");
            }
            StagedMachine read = READER.readValue(Files.readAllBytes(file));
            if (read == null || !StagedMachine.SCHEMA.equals(read.schema()) || !migration.equals(read.migration())) {
                throw unreadable(file, "it is no record of this preparation");
            }
            return Optional.of(read);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw unreadable(file, "it is damaged");
        }
    }

    /** Writes a document whole or not at all. */
    void save(StagedMachine machine) throws IOException {
        Files.createDirectories(folder);
        Path file = file(machine.migration());
        Path next = folder.resolve(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer text = ByteBuffer.wrap(Json.text(machine).getBytes(StandardCharsets.UTF_8));
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
        }
        try {
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** A migration's id is a tag's value and may hold what no file's name may. */
    private Path file(String migration) {
        return folder.resolve(migration.replaceAll("[^A-Za-z0-9._-]", "_") + ".json");
    }

    private static PlanException unreadable(Path file, String why) {
        return new PlanException(
                "staging",
                "the record of the preparation cannot be used: " + why + " (" + file + ")",
                "delete it and" + " prepare again; what is in the blobs already is not sent again");
    }
}
