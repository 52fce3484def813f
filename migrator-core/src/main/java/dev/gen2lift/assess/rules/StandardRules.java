package dev.gen2lift.assess.rules;

import dev.gen2lift.assess.RuleCatalogue;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The rules that gen2lift comes with. */
public final class StandardRules {

    private static final RuleCatalogue CATALOGUE = new RuleCatalogue(
            Stream.of(ContainerRules.ALL, SizeRules.ALL, PartitionRules.ALL, BootRules.ALL, MachineRules.ALL)
                    .flatMap(List::stream)
                    .toList(),
            Map.of());

    private StandardRules() {}

    public static RuleCatalogue catalogue() {
        return CATALOGUE;
    }
}
