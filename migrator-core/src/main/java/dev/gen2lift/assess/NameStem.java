package dev.gen2lift.assess;

import java.util.Locale;

/** What the names of one machine's disks begin with: {@code vm100} of {@code vm100-os} and {@code VM100_data}. */
final class NameStem {

    /** Letters and digits that a stem has at least. */
    private static final int SHORTEST = 3;

    private NameStem() {}

    /**
     * How many characters two names have in common up to where a word ends in both: at what is neither letter nor digit,
     * between a digit and a letter, or at the end. 0 where that is too little to say anything; numbers count as a whole,
     * so {@code vm100} and {@code vm101} have nothing in common.
     */
    static int common(String one, String other) {
        String first = one.toLowerCase(Locale.ROOT);
        String second = other.toLowerCase(Locale.ROOT);
        int stem = 0;
        for (int end = 1; end <= Math.min(first.length(), second.length()); end++) {
            if (first.charAt(end - 1) != second.charAt(end - 1)) {
                break;
            }
            if (endsWord(first, end) && endsWord(second, end)) {
                stem = end;
            }
        }
        return stem < SHORTEST ? 0 : stem;
    }

    private static boolean endsWord(String name, int at) {
        char last = name.charAt(at - 1);
        if (!Character.isLetterOrDigit(last)) {
            return false;
        }
        if (at == name.length() || !Character.isLetterOrDigit(name.charAt(at))) {
            return true;
        }
        return Character.isDigit(last) && Character.isLetter(name.charAt(at));
    }
}
