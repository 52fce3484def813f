package dev.gen2lift.assess.rules;

import dev.gen2lift.assess.Intentions;
import java.util.Optional;

/** What a site may want. */
final class IntentionExamples {

    private IntentionExamples() {}

    static Intentions image() {
        return new Intentions(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                false,
                false);
    }

    static Intentions hibernation() {
        return new Intentions(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                true,
                false);
    }

    static Intentions profile() {
        return new Intentions(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                true);
    }

    static Intentions skus(String os, String data) {
        return new Intentions(
                Optional.of(os),
                Optional.of(data),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                false);
    }

    static Intentions regions(String wanted, String staging, String group) {
        return new Intentions(
                Optional.empty(),
                Optional.empty(),
                Optional.of(wanted),
                Optional.of(staging),
                Optional.empty(),
                Optional.of(group),
                false,
                false,
                false);
    }
}
