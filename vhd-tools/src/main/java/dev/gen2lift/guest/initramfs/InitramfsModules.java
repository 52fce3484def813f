package dev.gen2lift.guest.initramfs;

import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kernel modules in an initramfs. Reading ends as soon as the list is known to be whole: archives are sorted, so that
 * a version's modules.dep, which depmod made of what the initramfs holds, stands behind most of them.
 *
 * @param packings how its archives are packed
 * @param versions of kernels that it holds modules of
 * @param modules by the names of modprobe, with underscores
 */
public record InitramfsModules(List<Packing> packings, Set<String> versions, Set<String> modules) {

    /** Bytes of modules.dep; that of a whole distribution has less than 2 MiB. */
    private static final int MAX_DEPENDENCIES = 4 << 20;

    private static final Pattern MODULE =
            Pattern.compile("(?:\\./|/)?(?:usr/)?lib/modules/([^/]+)/(?:.*/)?([^/]+)\\.ko(?:\\.(?:xz|gz|zst|bz2))?");
    private static final Pattern DEPENDENCIES =
            Pattern.compile("(?:\\./|/)?(?:usr/)?lib/modules/([^/]+)/modules\\.dep");

    public InitramfsModules {
        packings = List.copyOf(packings);
        versions = Set.copyOf(versions);
        modules = Set.copyOf(modules);
    }

    /**
     * The modules in {@code file}.
     *
     * @param version whose modules are asked for; empty for those of every kernel
     * @throws dev.gen2lift.disk.BadImageException where it cannot be read
     */
    public static InitramfsModules read(ByteSource file, Optional<String> version) throws IOException {
        Search search = new Search(version);
        List<Packing> packings = Initramfs.read(file, search);
        return new InitramfsModules(packings, search.versions, search.modules);
    }

    /** The name that modprobe knows a module by, of its file's name; empty where it is none. */
    public static Optional<String> moduleName(String file) {
        int end = file.indexOf(".ko");
        return end <= 0 ? Optional.empty() : Optional.of(file.substring(0, end).replace('-', '_'));
    }

    private static final class Search implements InitramfsVisitor {

        private final Optional<String> version;
        private final Set<String> versions = new TreeSet<>();
        private final Set<String> modules = new HashSet<>();

        Search(Optional<String> version) {
            this.version = version;
        }

        @Override
        public boolean visit(CpioEntry entry, InputStream content) throws IOException {
            Matcher module = MODULE.matcher(entry.name());
            if (module.matches()) {
                versions.add(module.group(1));
                if (isWanted(module.group(1))) {
                    modules.add(module.group(2).replace('-', '_'));
                }
                return true;
            }
            Matcher dependencies = DEPENDENCIES.matcher(entry.name());
            return !(dependencies.matches()
                    && version.isPresent()
                    && isWanted(dependencies.group(1))
                    && entry.size() <= MAX_DEPENDENCIES
                    && sawAll(new String(content.readAllBytes(), StandardCharsets.UTF_8)));
        }

        private boolean isWanted(String of) {
            return version.isEmpty() || version.get().equals(of);
        }

        /** Whether every module that the list names was seen, so that nothing can follow. */
        private boolean sawAll(String list) {
            List<String> listed = new ArrayList<>();
            list.lines().forEach(line -> {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    moduleName(line.substring(line.lastIndexOf('/', colon) + 1, colon))
                            .ifPresent(listed::add);
                }
            });
            return !listed.isEmpty() && modules.containsAll(listed);
        }
    }
}
