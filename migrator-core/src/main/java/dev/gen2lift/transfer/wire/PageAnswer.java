package dev.gen2lift.transfer.wire;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the service answered.
 *
 * @param headers names in lower case
 * @param body of a refusal, its beginning
 */
public record PageAnswer(int status, Map<String, String> headers, String body) {

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }
}
