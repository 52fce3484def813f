package dev.gen2lift.copy;

import dev.gen2lift.copy.contract.DiskTargetContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** A target that ends in the system's cache keeps every other promise. */
class CachedTargetTest extends DiskTargetContract {

    @TempDir
    Path folder;

    @Override
    protected DiskTarget create(long capacity) throws Exception {
        FileOptions cached = FileOptions.of(ExistingFile.REFUSE).withDurability(FileOptions.Durability.CACHED);
        return RawTarget.create(folder.resolve("out.raw"), capacity, cached);
    }

    @Override
    protected Optional<byte[]> visible() throws Exception {
        Path file = folder.resolve("out.raw");
        return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }
}
