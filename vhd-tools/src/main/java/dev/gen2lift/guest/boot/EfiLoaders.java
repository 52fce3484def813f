package dev.gen2lift.guest.boot;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.filesystem.FileSystem;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.GuestVolume;
import dev.gen2lift.guest.InspectionWarnings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Finds every EFI application below /EFI of an EFI system partition (UEFI 13.3); a damaged one is a warning. */
final class EfiLoaders {

    /** Folders below the root; real ones end at EFI/Microsoft/Boot/Resources or one more. */
    private static final int MAX_DEPTH = 8;

    /** Windows' boot folder has some 50, one a language. */
    private static final int MAX_DIRECTORIES = 256;

    /** Entries of all folders together. */
    private static final int MAX_ENTRIES = 100_000;

    private static final int MAX_APPLICATIONS = 256;

    /** A unified kernel image with its initial RAM disk stays below. */
    private static final long MAX_APPLICATION_SIZE = 256L << 20;

    private final String source;
    private final String where;
    private final long base;
    private final FileSystem fileSystem;
    private final InspectionWarnings warnings;
    private final List<Candidate> candidates = new ArrayList<>();
    private final Set<Long> visited = new HashSet<>();
    private int entriesSeen;
    private int applications;

    private record Candidate(String path, ByteSource content, PeImage image) {

        boolean first() {
            return FallbackLoaders.isFallbackPath(path);
        }
    }

    private EfiLoaders(GuestVolume volume, InspectionWarnings warnings) {
        this.source = volume.content().name();
        this.where = volume.name();
        this.base = volume.base();
        this.fileSystem = volume.fileSystem();
        this.warnings = warnings;
    }

    /**
     * The applications on one volume, in the order stored; those that firmware starts are checked before the others.
     *
     * @param budget what checking them may cost
     */
    static List<BootLoader> find(
            GuestVolume volume, Optional<RevocationList> revocations, CheckBudget budget, InspectionWarnings warnings)
            throws IOException {
        EfiLoaders found = new EfiLoaders(volume, warnings);
        try {
            Optional<FileEntry> efi = found.fileSystem.find("EFI").filter(FileEntry::isDirectory);
            if (efi.isPresent()) {
                found.visit(efi.get(), efi.get().name(), 1);
            }
        } catch (BadImageException e) {
            warnings.add(e, found.source, found.where, found.base);
        }
        return found.check(revocations, budget);
    }

    private List<BootLoader> check(Optional<RevocationList> revocations, CheckBudget budget) throws IOException {
        List<Integer> order = IntStream.range(0, candidates.size())
                .boxed()
                .sorted(Comparator.comparing(index -> !candidates.get(index).first()))
                .toList();
        BootLoader[] loaders = new BootLoader[candidates.size()];
        for (int index : order) {
            loaders[index] = check(candidates.get(index), revocations, budget);
        }
        return List.of(loaders);
    }

    private BootLoader check(Candidate candidate, Optional<RevocationList> revocations, CheckBudget budget)
            throws IOException {
        Authenticode signatures = Authenticode.NONE;
        SecureBootStage stage = SecureBootStage.UNKNOWN;
        List<String> signers = List.of();
        try {
            signatures = Authenticode.read(candidate.content(), candidate.image());
            signers = signatures.signers();
            for (BadImageException damage : signatures.damage()) {
                add(damage, candidate.content(), candidate.path());
            }
            stage = SecureBootStage.of(
                    candidate.content(), candidate.image(), signatures, revocations, budget, candidate.first());
        } catch (BadImageException e) {
            add(e, candidate.content(), candidate.path());
        }
        return new BootLoader(
                candidate.path(),
                candidate.image().architecture(),
                signatures.count() > 0,
                signers,
                stage,
                grub(candidate));
    }

    private Fact<Boolean> configuration(String prefix) throws IOException {
        if (!prefix.startsWith("/")) {
            return Fact.unknown("it names a device of its own");
        }
        String path = prefix + "/grub.cfg";
        return Fact.known(fileSystem.find(path).filter(FileEntry::isFile).isPresent(), path + " of " + where);
    }

    private Optional<GrubConfiguration> grub(Candidate candidate) throws IOException {
        try {
            for (PeSection section : candidate.image().sections(candidate.content())) {
                if (section.name().equals(GrubPrefix.SECTION)) {
                    Optional<String> prefix = GrubPrefix.read(candidate.content(), section);
                    return prefix.isPresent()
                            ? Optional.of(new GrubConfiguration(prefix.get(), configuration(prefix.get())))
                            : Optional.empty();
                }
            }
        } catch (BadImageException e) {
            add(e, candidate.content(), candidate.path());
        }
        return Optional.empty();
    }

    private void visit(FileEntry directory, String path, int depth) throws IOException {
        if (depth > MAX_DEPTH || visited.size() >= MAX_DIRECTORIES || entriesSeen > MAX_ENTRIES) {
            warnings.add(
                    new ImageWarning("folder " + path + " of " + where, base, "too deep or too many, passed over"));
            return;
        }
        if (!visited.add(directory.locator())) {
            warnings.add(new ImageWarning("folder " + path + " of " + where, base, "loops or shares its content"));
            return;
        }
        List<FileEntry> entries;
        try {
            entries = fileSystem.list(directory);
        } catch (BadImageException e) {
            warnings.add(e, source, "folder " + path + " of " + where, base);
            return;
        }
        entriesSeen += entries.size();
        for (FileEntry entry : entries) {
            String name = path + "/" + entry.name();
            if (entry.isDirectory()) {
                visit(entry, name, depth + 1);
            } else if (entry.isFile() && name.toLowerCase(Locale.ROOT).endsWith(".efi")) {
                inspect(entry, name);
            }
        }
    }

    private void inspect(FileEntry file, String path) throws IOException {
        applications++;
        if (applications > MAX_APPLICATIONS || file.size() > MAX_APPLICATION_SIZE) {
            warnings.add(new ImageWarning(path + " of " + where, base, "too many or too large, passed over"));
            return;
        }
        ByteSource content = fileSystem.open(file, source + " " + path);
        PeImage image;
        try {
            image = PeImage.read(content);
        } catch (BadImageException e) {
            add(e, content, path);
            return;
        }
        if (!image.isEfiApplication()) {
            return;
        }
        candidates.add(new Candidate(path, content, image));
    }

    private void add(BadImageException problem, ByteSource content, String path) {
        if (problem.file().equals(content.name())) {
            warnings.add(problem, content.name(), path + " of " + where, 0);
        } else {
            warnings.add(problem, source, path + " of " + where, base);
        }
    }
}
