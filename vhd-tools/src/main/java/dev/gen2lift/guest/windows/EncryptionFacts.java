package dev.gen2lift.guest.windows;

import static dev.gen2lift.guest.windows.ValueFact.flag;
import static dev.gen2lift.guest.windows.ValueFact.number;

import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.Facts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** BitLocker, and whether the machine sleeps: both keep a disk from being what it seems. */
public final class EncryptionFacts {

    /** Whether Windows was started from a volume that BitLocker protects; 0 for no. */
    public static final FactName<Long> BITLOCKER_BOOT_STATUS = FactName.of("bitLockerBootStatus");

    /** Whether the machine was hibernated, or shut down "fast": what is on its volumes is not all there is. */
    public static final FactName<Boolean> HIBERNATED = FactName.of("hibernated");

    /** Whether shutting down leaves the kernel in the hibernation file. */
    public static final FactName<Boolean> FAST_STARTUP = FactName.of("fastStartup");

    public static final FactName<Boolean> HIBERNATION_ENABLED = FactName.of("hibernationEnabled");

    private static final String FILE = "hiberfil.sys";
    private static final String POWER = "CS\\Control\\Session Manager\\Power";

    private static final List<ValueFact<?>> VALUES = List.of(
            number(BITLOCKER_BOOT_STATUS, "CS\\Control\\BitLockerStatus", "BootStatus")
                    .whenAbsent(0L, "BitLocker has noted nothing"),
            flag(FAST_STARTUP, POWER, "HiberbootEnabled").whenAbsent(false, "off by default"),
            flag(HIBERNATION_ENABLED, "CS\\Control\\Power", "HibernateEnabled").whenAbsent(false, "off by default"));

    private EncryptionFacts() {}

    static void add(Windows windows, Facts.Builder facts) throws IOException {
        ValueFact.addAll(VALUES, windows.registry(), facts);
        Windows.look(facts, HIBERNATED, "the beginning of /" + FILE, () -> hibernated(windows.files()));
    }

    /** A file that Windows has woken up from begins with other letters, or with zeros. */
    private static boolean hibernated(WindowsFiles files) throws IOException {
        Optional<FileEntry> file = files.onVolume(FILE).filter(FileEntry::isFile);
        if (file.isEmpty() || file.get().size() < 4) {
            return false;
        }
        ByteBuffer signature = ByteBuffer.allocate(4);
        files.open(file.get(), FILE).read(0, signature);
        return new String(signature.array(), StandardCharsets.US_ASCII)
                .toUpperCase(Locale.ROOT)
                .equals("HIBR");
    }
}
