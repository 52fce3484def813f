package dev.gen2lift.report.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * The findings of one machine that came and went. A finding is the same where rule and subject are; where an image has
 * only moved to another folder, where the rule and the file's name are.
 */
record FindingChanges(List<Baseline.FindingKey> appeared, List<Baseline.FindingKey> resolved) {

    static FindingChanges between(List<Baseline.FindingKey> before, List<Baseline.FindingKey> now) {
        List<Baseline.FindingKey> appeared = new ArrayList<>(now);
        List<Baseline.FindingKey> resolved = new ArrayList<>(before);
        takeOut(appeared, resolved, (one, other) -> one.subject().equals(other.subject()));
        takeOut(appeared, resolved, (one, other) -> fileName(one.subject()).equals(fileName(other.subject())));
        return new FindingChanges(appeared, resolved);
    }

    private static void takeOut(
            List<Baseline.FindingKey> some,
            List<Baseline.FindingKey> others,
            BiPredicate<Baseline.FindingKey, Baseline.FindingKey> same) {
        some.removeIf(one -> {
            for (int i = 0; i < others.size(); i++) {
                Baseline.FindingKey other = others.get(i);
                if (one.rule().equals(other.rule()) && same.test(one, other)) {
                    others.remove(i);
                    return true;
                }
            }
            return false;
        });
    }

    private static String fileName(String subject) {
        return subject.substring(Math.max(subject.lastIndexOf('/'), subject.lastIndexOf('\\')) + 1);
    }
}
