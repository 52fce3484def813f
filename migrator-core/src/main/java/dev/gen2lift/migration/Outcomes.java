package dev.gen2lift.migration;

import dev.gen2lift.azure.EnsuredResource;

/** The same words for the same outcome. */
final class Outcomes {

    private Outcomes() {}

    static String of(EnsuredResource resource) {
        return resource.name() + (resource.created() ? " created" : " found");
    }
}
