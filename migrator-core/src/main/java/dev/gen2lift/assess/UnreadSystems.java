package dev.gen2lift.assess;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Machines whose system could not be read: in one folder, the images that could not be read and the data disks whose
 * names begin with the same words, and that no image with a system comes nearer to.
 */
final class UnreadSystems {

    private final List<Path> systems;
    private final Function<Path, String> name;

    /**
     * @param systems images that show an installed system
     * @param name of an image, without its ending
     */
    UnreadSystems(List<Path> systems, Function<Path, String> name) {
        this.systems = systems;
        this.name = name;
    }

    /** Where the machine's disks lie, and what all of their names begin with. */
    private record Family(Path folder, String stem) {}

    /**
     * Which machine each image belongs to, where the names tell; each has at least one image that could not be read and
     * one that could.
     *
     * @param others the images that show no system, read or not
     * @return the machine's name by image
     */
    Map<Path, String> machines(Map<Path, DiskReading> others) {
        List<Path> unread = new ArrayList<>();
        others.forEach((image, reading) -> {
            if (!(reading instanceof DiskReading.Inspected)) {
                unread.add(image);
            }
        });
        Map<Family, List<Path>> data = new LinkedHashMap<>();
        others.keySet().stream()
                .filter(image -> !unread.contains(image))
                .forEach(image -> family(image, unread)
                        .ifPresent(family -> data.computeIfAbsent(family, key -> new ArrayList<>())
                                .add(image)));
        Map<Path, String> machines = new HashMap<>();
        for (Path image : unread) {
            data.entrySet().stream()
                    .filter(family -> fits(image, family.getKey()))
                    .max(Comparator.comparingInt(
                            family -> family.getKey().stem().length()))
                    .ifPresent(family -> {
                        String machine = machines.getOrDefault(
                                family.getValue().get(0),
                                name.apply(image)
                                        .substring(0, family.getKey().stem().length()));
                        machines.put(image, machine);
                        family.getValue().forEach(disk -> machines.put(disk, machine));
                    });
        }
        return machines;
    }

    private Optional<Family> family(Path disk, List<Path> unread) {
        int longest = longest(disk, unread);
        return longest > longest(disk, systems)
                ? Optional.of(new Family(
                        folder(disk), name.apply(disk).substring(0, longest).toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }

    private boolean fits(Path image, Family family) {
        int length = family.stem().length();
        return folder(image).equals(family.folder())
                && NameStem.common(name.apply(image), family.stem()) == length
                && longest(image, systems) < length;
    }

    /** The longest stem that {@code image} has in common with one of {@code others} in its folder. */
    private int longest(Path image, List<Path> others) {
        return others.stream()
                .filter(other -> folder(other).equals(folder(image)))
                .mapToInt(other -> NameStem.common(name.apply(image), name.apply(other)))
                .max()
                .orElse(0);
    }

    private static Path folder(Path image) {
        return image.toAbsolutePath().normalize().resolveSibling("");
    }
}
