package dev.gen2lift.azure;

import com.azure.core.management.Resource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tags that tell whose a resource is. */
public final class MigrationTags {

    /** The migration that a resource belongs to; what a clean-up looks for. */
    public static final String MIGRATION = "gen2lift-migration";

    /** The image that a disk was uploaded from, as {@link dev.gen2lift.transfer.SourceIdentity}. */
    public static final String SOURCE = "gen2lift-source";

    private MigrationTags() {}

    /** The user's tags and the migration's. */
    static Map<String, String> of(Map<String, String> tags, String migrationId) {
        Map<String, String> all = new LinkedHashMap<>(tags);
        all.put(MIGRATION, migrationId);
        return all;
    }

    static boolean belongsTo(Resource resource, String migrationId) {
        return migrationId.equals(value(resource, MIGRATION));
    }

    static @Nullable String value(Resource resource, String tag) {
        return resource.tags() == null ? null : resource.tags().get(tag);
    }
}
