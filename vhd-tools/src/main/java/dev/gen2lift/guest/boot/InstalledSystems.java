package dev.gen2lift.guest.boot;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.GuestVolume;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds what a boot manager starts on the volumes of a disk: Windows' loader, or a Linux kernel. */
final class InstalledSystems implements SecureBootChain.Systems {

    private static final String WINLOAD = "Windows/System32/winload.efi";
    private static final String KERNEL = "vmlinuz-";

    /** Kernels of distributions have some 8 to 16 MiB. */
    private static final long MAX_IMAGE = 24L << 20;

    /** What GRUB's menus put last, or in a folder of its own. */
    private static final String RESCUE = "rescue";

    private final List<GuestVolume> volumes;
    private final Optional<String> configured;
    private final Optional<RevocationList> revocations;

    /** @param configured name of the kernel that the boot menu starts; without it the newest counts */
    InstalledSystems(List<GuestVolume> volumes, Optional<String> configured, Optional<RevocationList> revocations) {
        this.volumes = volumes;
        this.configured = configured;
        this.revocations = revocations;
    }

    private record Found(GuestVolume volume, FileEntry file, String path) {}

    @Override
    public SecureBootChain.Next winload() throws IOException {
        for (GuestVolume volume : volumes) {
            Optional<FileEntry> file;
            try {
                file = volume.fileSystem().find(WINLOAD).filter(FileEntry::isFile);
            } catch (BadImageException e) {
                return new SecureBootChain.Next(WINLOAD, Fact.unknown(volume.name() + ": " + e.reason()));
            }
            if (file.isPresent()) {
                return next(new Found(volume, file.get(), WINLOAD));
            }
        }
        return new SecureBootChain.Next(WINLOAD, Fact.unknown("no volume that can be read holds it"));
    }

    @Override
    public SecureBootChain.Next kernel() throws IOException {
        List<Found> kernels = new ArrayList<>();
        for (GuestVolume volume : volumes) {
            // A volume of its own for /boot has the kernels in its root.
            for (String folder : List.of("boot", "")) {
                try {
                    addKernels(volume, folder, kernels);
                } catch (BadImageException e) {
                    return new SecureBootChain.Next("the kernel", Fact.unknown(volume.name() + ": " + e.reason()));
                }
            }
        }
        Optional<Found> chosen = kernels.stream()
                .filter(kernel ->
                        configured.filter(kernel.file().name()::equals).isPresent())
                .findFirst()
                .or(() -> kernels.stream().max(Comparator.comparing(Found::path, new VersionOrder())));
        return chosen.isPresent()
                ? next(chosen.get())
                : new SecureBootChain.Next("the kernel", Fact.unknown("no volume that can be read holds one"));
    }

    private static void addKernels(GuestVolume volume, String folder, List<Found> kernels) throws IOException {
        Optional<FileEntry> directory = volume.fileSystem().find(folder).filter(FileEntry::isDirectory);
        if (directory.isEmpty()) {
            return;
        }
        for (FileEntry entry : volume.fileSystem().list(directory.get())) {
            if (entry.isFile()
                    && entry.name().startsWith(KERNEL)
                    && !entry.name().contains(RESCUE)) {
                kernels.add(new Found(volume, entry, "boot/" + entry.name()));
            }
        }
    }

    private SecureBootChain.Next next(Found found) throws IOException {
        if (found.file().size() > MAX_IMAGE) {
            return new SecureBootChain.Next(
                    found.path(),
                    Fact.unknown("not hashed: " + found.file().size() + " bytes, more than " + MAX_IMAGE));
        }
        try {
            return new SecureBootChain.Next(
                    found.path(),
                    Fact.known(
                            SecureBootStage.of(found.volume().open(found.file(), found.path()), revocations),
                            found.volume().name()));
        } catch (BadImageException e) {
            return new SecureBootChain.Next(found.path(), Fact.unknown(e.structure() + ": " + e.reason()));
        }
    }

    /** Digits as numbers, everything else as it is: 6.1.0-56 comes after 6.1.0-9. */
    private static final class VersionOrder implements Comparator<String> {

        @Override
        public int compare(String one, String other) {
            String[] first = parts(one);
            String[] second = parts(other);
            for (int i = 0; i < Math.min(first.length, second.length); i++) {
                int order = comparePart(first[i], second[i]);
                if (order != 0) {
                    return order;
                }
            }
            return Integer.compare(first.length, second.length);
        }

        private static String[] parts(String text) {
            return text.split("(?<=[0-9])(?=[^0-9])|(?<=[^0-9])(?=[0-9])", -1);
        }

        private static int comparePart(String one, String other) {
            boolean numbers = isNumber(one) && isNumber(other);
            return numbers ? new BigInteger(one).compareTo(new BigInteger(other)) : one.compareTo(other);
        }

        private static boolean isNumber(String text) {
            return !text.isEmpty() && text.charAt(0) >= '0' && text.charAt(0) <= '9';
        }
    }
}
