package dev.gen2lift.assess.sizing;

import java.util.List;
import java.util.Optional;

/**
 * The sizes that there are to choose from.
 *
 * @param origin where they are from and of which day, as a clause: "the subscription, in westeurope"
 * @param region the region that has all of them; empty where nobody asked a region
 * @param sizes in order of preference among equals; names are unique
 */
public record SizeCatalogue(String origin, Optional<String> region, List<VmSize> sizes) {

    public SizeCatalogue {
        sizes = List.copyOf(sizes);
    }

    /** The sizes that gen2lift comes with: common ones, as their pages said on the day that {@code origin} tells. */
    public static SizeCatalogue bundled() {
        return Bundled.CATALOGUE;
    }

    /** The size of this name, in any case of letters. */
    public Optional<VmSize> size(String name) {
        return sizes.stream().filter(size -> size.name().equalsIgnoreCase(name)).findFirst();
    }

    /** Read once, when it is first asked for. */
    private static final class Bundled {
        static final SizeCatalogue CATALOGUE = SizeTable.bundled();
    }
}
