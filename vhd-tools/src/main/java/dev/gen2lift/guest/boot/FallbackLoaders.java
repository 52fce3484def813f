package dev.gen2lift.guest.boot;

import dev.gen2lift.guest.Architecture;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The loaders at the path of removable media (UEFI 3.5.1.1), which firmware starts on a machine that has no boot entry
 * of its own yet: every new Azure VM.
 */
public final class FallbackLoaders {

    private static final Map<String, Architecture> NAMES = Map.of(
            "efi/boot/bootx64.efi", Architecture.X64,
            "efi/boot/bootia32.efi", Architecture.X86,
            "efi/boot/bootaa64.efi", Architecture.ARM64,
            "efi/boot/bootarm.efi", Architecture.ARM);

    private FallbackLoaders() {}

    /** Whether the loader lies at the path for its own architecture. */
    public static boolean isFallback(BootLoader loader) {
        return NAMES.get(loader.path().toLowerCase(Locale.ROOT)) == loader.architecture();
    }

    /**
     * The architecture that the disk starts as. Distributions put a 32-bit loader beside the 64-bit one for firmware
     * that is narrower than its processor, so the wider one counts; two of unlike processors tell nothing.
     */
    public static Optional<Architecture> architecture(List<BootLoader> loaders) {
        Set<Architecture> found = EnumSet.noneOf(Architecture.class);
        loaders.stream()
                .filter(FallbackLoaders::isFallback)
                .map(BootLoader::architecture)
                .forEach(found::add);
        if (found.contains(Architecture.X64)) {
            found.remove(Architecture.X86);
        }
        if (found.contains(Architecture.ARM64)) {
            found.remove(Architecture.ARM);
        }
        return found.size() == 1 ? Optional.of(found.iterator().next()) : Optional.empty();
    }

    /** The one that firmware of the disk's own architecture starts, the wider where there are two. */
    static Optional<BootLoader> preferred(List<BootLoader> loaders) {
        List<Architecture> order = List.of(Architecture.X64, Architecture.ARM64, Architecture.X86, Architecture.ARM);
        return loaders.stream()
                .filter(FallbackLoaders::isFallback)
                .min(Comparator.comparingInt(loader -> order.indexOf(loader.architecture())));
    }

    /** Whether {@code path} is that of a fallback loader, whatever lies there. */
    static boolean isFallbackPath(String path) {
        return NAMES.containsKey(path.toLowerCase(Locale.ROOT));
    }
}
