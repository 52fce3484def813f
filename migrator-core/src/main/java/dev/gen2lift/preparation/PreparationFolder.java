package dev.gen2lift.preparation;

import dev.gen2lift.assess.Assessment;
import dev.gen2lift.assess.FleetAssessment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The scripts of many machines, a folder each. */
public final class PreparationFolder {

    private static final int LONGEST = 64;

    private PreparationFolder() {}

    /**
     * Where each machine's script goes, by its place in the fleet: "web-1/prepare.sh", relative, with forward slashes.
     * Machines without a script are absent. Names of folders are of letters, digits, dots, hyphens and underscores, and
     * no two are one on file systems that take "a" for "A".
     */
    public static Map<Integer, String> places(FleetAssessment fleet) {
        Map<Integer, String> places = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < fleet.vms().size(); i++) {
            Assessment vm = fleet.vms().get(i);
            Optional<PreparationScript> script = PreparationScript.of(vm);
            if (script.isPresent()) {
                places.put(i, folder(vm.vm().name(), taken) + "/" + script.get().fileName());
            }
        }
        return places;
    }

    /**
     * Writes the scripts that there are below {@code folder}, over older ones.
     *
     * @return how many
     */
    public static int write(Path folder, FleetAssessment fleet) throws IOException {
        Map<Integer, String> places = places(fleet);
        for (Map.Entry<Integer, String> place : places.entrySet()) {
            Path file = folder.resolve(place.getValue());
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(
                    file,
                    PreparationScript.of(fleet.vms().get(place.getKey()))
                            .orElseThrow()
                            .text());
        }
        return places.size();
    }

    private static String folder(String name, Set<String> taken) {
        StringBuilder kept = new StringBuilder();
        name.codePoints()
                .limit(LONGEST)
                .forEach(c -> kept.append(
                        c < 128 && (Character.isLetterOrDigit(c) || "_.-".indexOf(c) >= 0) ? (char) c : '_'));
        String plain = kept.toString().replaceAll("^[.]+", "_").replaceAll("[.]+$", "_");
        String base = plain.isEmpty() || isDevice(plain) ? "vm_" + plain : plain;
        String unique = base;
        for (int i = 2; !taken.add(unique.toLowerCase(Locale.ROOT)); i++) {
            unique = base + "-" + i;
        }
        return unique;
    }

    /** What Windows takes for a device, whatever the extension. */
    private static boolean isDevice(String name) {
        String stem = name.toUpperCase(Locale.ROOT).split("\\.", 2)[0];
        return stem.matches("CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9]");
    }
}
