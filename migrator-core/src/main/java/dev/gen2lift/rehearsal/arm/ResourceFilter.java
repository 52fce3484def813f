package dev.gen2lift.rehearsal.arm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code $filter} of a list of resources: {@code resourceType eq '...'}, or {@code tagName eq '...'} with or without
 * {@code and tagValue eq '...'}. Others are refused, so that a client never takes a list for filtered that is not.
 */
record ResourceFilter(Optional<String> type, Optional<String> tag, Optional<String> value) {

    private static final Pattern TYPE = Pattern.compile("(?i)resourceType eq '([^']*)'");
    private static final Pattern TAG = Pattern.compile("(?i)tagName eq '([^']*)'(?: and tagValue eq '([^']*)')?");

    static ResourceFilter parse(String text) throws ArmFailure {
        if (text.isBlank()) {
            return new ResourceFilter(Optional.empty(), Optional.empty(), Optional.empty());
        }
        Matcher type = TYPE.matcher(text.strip());
        if (type.matches()) {
            return new ResourceFilter(Optional.of(type.group(1)), Optional.empty(), Optional.empty());
        }
        Matcher tag = TAG.matcher(text.strip());
        if (tag.matches()) {
            return new ResourceFilter(Optional.empty(), Optional.of(tag.group(1)), Optional.ofNullable(tag.group(2)));
        }
        throw ArmErrors.filterInvalid(text);
    }

    boolean matches(JsonNode document) {
        if (type.isPresent() && !document.path("type").asText().equalsIgnoreCase(type.get())) {
            return false;
        }
        if (tag.isEmpty()) {
            return true;
        }
        // Tag names are compared without regard to case, their values with it.
        return document.path("tags").properties().stream()
                .filter(entry ->
                        entry.getKey().toLowerCase(Locale.ROOT).equals(tag.get().toLowerCase(Locale.ROOT)))
                .anyMatch(entry -> value.isEmpty() || entry.getValue().asText().equals(value.get()));
    }
}
