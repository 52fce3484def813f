package dev.gen2lift.guest.registry;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.ImageWarning;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file of the Windows registry, read-only (M. Suhanov, "Windows registry file format specification"). Reads what is asked
 * for and keeps 4 MiB of it at most, whatever the hive's size. One that was not closed is read as Windows would find it
 * after its next start: with what its transaction logs hold. For one thread at a time.
 */
public final class RegistryHive {

    /** Bytes that are read of one hive, so that none takes long; what Windows keeps apart is found with less by far. */
    private static final long BUDGET = 64L << 20;

    private static final String BIN = "regf hive bin";
    private static final byte[] BIN_SIGNATURE = "hbin".getBytes(StandardCharsets.US_ASCII);

    private final RegistryKey root;
    private final boolean replayed;
    private final List<ImageWarning> warnings;

    private RegistryHive(RegistryKey root, boolean replayed, List<ImageWarning> warnings) {
        this.root = root;
        this.replayed = replayed;
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Opens a hive.
     *
     * @param logs its transaction logs in the order LOG1, LOG2, LOG, as far as they exist; not looked at where the hive
     *     was closed
     * @throws BadImageException where it is none, or its root is damaged
     */
    public static RegistryHive open(ByteSource file, List<ByteSource> logs) throws IOException {
        return open(file, logs, BUDGET);
    }

    /** @param budget bytes that may be read in all, the logs apart */
    static RegistryHive open(ByteSource file, List<ByteSource> logs, long budget) throws IOException {
        HiveRecovery.Result recovered = HiveRecovery.recover(file, logs);
        BaseBlock block = recovered.block();
        HivePages pages = new HivePages(recovered.hive(), budget);
        List<ImageWarning> warnings = new ArrayList<>(recovered.warnings());
        BinaryCursor bin = BinaryCursor.read(pages, BIN, BaseBlock.SIZE, BIN_SIGNATURE.length, ByteOrder.LITTLE_ENDIAN);
        if (!bin.has(0, BIN_SIGNATURE)) {
            throw bin.corrupt(0, "no signature hbin");
        }
        if (pages.size() < BaseBlock.SIZE + block.binsSize()) {
            warnings.add(new ImageWarning(
                    BaseBlock.STRUCTURE,
                    40,
                    "bins of " + block.binsSize() + " bytes in a file of " + pages.size() + ": the rest is missing"));
        }
        RegistryKey root = RegistryKey.read(new HiveCells(pages, block), block.rootCell());
        return new RegistryHive(root, recovered.replayed(), warnings);
    }

    public RegistryKey root() {
        return root;
    }

    /** The key at {@code path}, its parts separated by backslashes, without the root's name; or empty. */
    public Optional<RegistryKey> find(String path) throws IOException {
        return root.find(path);
    }

    /** Whether logs had changes that the file lacks. */
    public boolean replayed() {
        return replayed;
    }

    /** What makes the content doubtful though it can be read. */
    public List<ImageWarning> warnings() {
        return warnings;
    }
}
