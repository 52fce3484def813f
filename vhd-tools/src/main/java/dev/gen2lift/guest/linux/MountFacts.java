package dev.gen2lift.guest.linux;

import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.GuestVolume;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the system mounts, swaps to and decrypts at start, and how it names the devices for that. */
public final class MountFacts {

    /** Each line of /etc/fstab. */
    public static final FactName<List<Entry>> FSTAB = FactName.of("fstab");

    /** The volume whose root the system is, by the inspection's name for it: "partition 2", "vg/root". */
    public static final FactName<String> ROOT_VOLUME = FactName.of("rootVolume");

    /** Whether the EFI system partition is mounted at start, as upgrades of boot loaders need it. */
    public static final FactName<Boolean> SYSTEM_PARTITION_MOUNTED = FactName.of("systemPartitionInFstab");

    /** Each line of /etc/crypttab that opens a volume at start. */
    public static final FactName<List<EncryptedDevice>> CRYPTTAB = FactName.of("crypttab");

    /**
     * A line of fstab; hostile text.
     *
     * @param device the first field as it stands
     * @param kind what the device's name hangs on
     * @param volume what it means among the volumes that could be read; empty where it means none of them
     * @param nofail whether the system starts without it: nofail or noauto
     */
    public record Entry(
            int line,
            String device,
            DeviceName.Kind kind,
            String mountPoint,
            String type,
            List<String> options,
            Optional<String> volume,
            boolean nofail,
            boolean network,
            boolean swap) {}

    /**
     * A line of crypttab; hostile text.
     *
     * @param keyFile "none" where it is asked for at start
     */
    public record EncryptedDevice(int line, String name, String device, DeviceName.Kind kind, String keyFile) {}

    private static final String CRYPTTAB_PATH = "/etc/crypttab";

    private MountFacts() {}

    static void read(MountedSystem system, FactLog log) throws IOException {
        log.look(
                ROOT_VOLUME,
                "volumes",
                () -> Fact.known(system.root().volume().name(), "it holds /etc and the system's programs"));
        Fact<List<Entry>> fstab = log.look(FSTAB, MountedSystem.FSTAB, () -> fstab(system));
        log.look(SYSTEM_PARTITION_MOUNTED, MountedSystem.FSTAB, () -> systemPartition(fstab));
        log.look(CRYPTTAB, CRYPTTAB_PATH, () -> crypttab(system.tree()));
    }

    private static Fact<List<Entry>> fstab(MountedSystem system) {
        return system.fstab()
                .map(fstab -> Fact.known(
                        fstab.lines().stream().map(line -> entry(system, line)).toList(), fstab.path()))
                .orElseGet(() -> Fact.unknown(MountedSystem.FSTAB + " is not there, or cannot be read"));
    }

    private static Entry entry(MountedSystem system, Fstab.Line line) {
        return new Entry(
                line.number(),
                line.device(),
                line.name().kind(),
                line.mountPoint(),
                line.type(),
                line.options(),
                system.volumes().find(line.name()).map(GuestVolume::name),
                line.has("nofail") || line.has("noauto"),
                line.isNetwork(),
                line.isSwap());
    }

    private static Fact<Boolean> systemPartition(Fact<List<Entry>> fstab) {
        if (fstab.asOptional().isEmpty()) {
            return Fact.unknown(fstab.explanation());
        }
        Optional<Entry> found = fstab.asOptional().get().stream()
                .filter(MountFacts::isSystemPartition)
                .findFirst();
        return Fact.known(
                found.isPresent(),
                found.map(entry -> MountedSystem.FSTAB + " line " + entry.line())
                        .orElse(MountedSystem.FSTAB));
    }

    private static boolean isSystemPartition(Entry entry) {
        boolean fat = List.of("vfat", "msdos", "auto").contains(entry.type().toLowerCase(Locale.ROOT));
        return fat && List.of("/boot/efi", "/efi", "/boot").contains(entry.mountPoint());
    }

    private static Fact<List<EncryptedDevice>> crypttab(LinuxTree tree) throws IOException {
        Optional<TextFile> text = tree.text(CRYPTTAB_PATH);
        List<EncryptedDevice> devices = new ArrayList<>();
        int number = 0;
        for (String line : text.map(TextFile::lines).orElse(List.of())) {
            number++;
            String[] fields = line.strip().split("\\s+");
            if (fields.length >= 2 && !fields[0].startsWith("#") && devices.size() < Fstab.MAX_LINES) {
                devices.add(new EncryptedDevice(
                        number,
                        fields[0],
                        fields[1],
                        DeviceName.parse(fields[1]).kind(),
                        fields.length > 2 ? fields[2] : "none"));
            }
        }
        return Fact.known(List.copyOf(devices), text.isPresent() ? CRYPTTAB_PATH : CRYPTTAB_PATH + " is not there");
    }
}
