package dev.gen2lift.migration;

import dev.gen2lift.rehearsal.server.RequestFilter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Sees every request and lets some of them fail. Patterns match "METHOD path?query". */
final class Faults implements RequestFilter {

    private record Rule(Pattern pattern, AtomicInteger pass, AtomicInteger fail, Fault fault) {}

    private final List<Rule> rules = Collections.synchronizedList(new ArrayList<>());
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    void failAfter(String pattern, int passed, int status, String code) {
        add(pattern, passed, Integer.MAX_VALUE, status, code);
    }

    void failOnce(String pattern, int status, String code) {
        add(pattern, 0, 1, status, code);
    }

    private void add(String pattern, int pass, int fail, int status, String code) {
        rules.add(new Rule(
                Pattern.compile(pattern),
                new AtomicInteger(pass),
                new AtomicInteger(fail),
                Fault.refuse(status, code)));
    }

    void none() {
        rules.clear();
    }

    void forget() {
        requests.clear();
    }

    long seen(String pattern) {
        return List.copyOf(requests).stream()
                .filter(each -> each.matches(pattern))
                .count();
    }

    /** Requests that change something; signing in is none. */
    List<String> changes() {
        return List.copyOf(requests).stream()
                .filter(each -> !each.startsWith("GET ") && !each.startsWith("HEAD "))
                .filter(each -> !each.contains("/oauth2/"))
                .toList();
    }

    @Override
    public Optional<Fault> meet(Request request) {
        String line = request.method() + " " + request.path() + "?" + request.query();
        requests.add(line);
        for (Rule rule : List.copyOf(rules)) {
            if (rule.pattern().matcher(line).matches()
                    && rule.pass().getAndDecrement() <= 0
                    && rule.fail().getAndDecrement() > 0) {
                return Optional.of(rule.fault());
            }
        }
        return Optional.empty();
    }
}
