package dev.gen2lift.guest.linux;

import java.util.Comparator;

/**
 * The order of versions as RPM defines it (rpm-version(7)): runs of digits by value, runs of letters by code, digits above
 * letters; a tilde before everything, a caret behind what it follows.
 */
final class RpmVersions {

    static final Comparator<String> ORDER = RpmVersions::compare;

    private RpmVersions() {}

    static int compare(String one, String other) {
        int i = 0;
        int j = 0;
        while (i < one.length() || j < other.length()) {
            while (i < one.length() && isSeparator(one.charAt(i))) {
                i++;
            }
            while (j < other.length() && isSeparator(other.charAt(j))) {
                j++;
            }
            for (char mark : new char[] {'~', '^'}) {
                boolean first = i < one.length() && one.charAt(i) == mark;
                boolean second = j < other.length() && other.charAt(j) == mark;
                if (first != second) {
                    boolean end = first ? j >= other.length() : i >= one.length();
                    boolean higher = mark == '^' && end;
                    return first == higher ? 1 : -1;
                }
                if (first) {
                    i++;
                    j++;
                }
            }
            if (i >= one.length() || j >= other.length()) {
                if (i >= one.length() && j >= other.length()) {
                    return 0;
                }
                // Behind a mark something else may follow.
                char next = i < one.length() ? one.charAt(i) : other.charAt(j);
                if (isSeparator(next) || next == '~' || next == '^') {
                    continue;
                }
                return i < one.length() ? 1 : -1;
            }
            boolean digits = isDigit(one.charAt(i));
            if (digits != isDigit(other.charAt(j))) {
                return digits ? 1 : -1;
            }
            int endOne = end(one, i, digits);
            int endOther = end(other, j, digits);
            int order = digits
                    ? compareNumbers(one.substring(i, endOne), other.substring(j, endOther))
                    : one.substring(i, endOne).compareTo(other.substring(j, endOther));
            if (order != 0) {
                return order;
            }
            i = endOne;
            j = endOther;
        }
        return 0;
    }

    private static int compareNumbers(String one, String other) {
        String first = one.replaceFirst("^0+", "");
        String second = other.replaceFirst("^0+", "");
        return first.length() != second.length()
                ? Integer.compare(first.length(), second.length())
                : first.compareTo(second);
    }

    private static int end(String text, int from, boolean digits) {
        int at = from;
        while (at < text.length() && (digits ? isDigit(text.charAt(at)) : isLetter(text.charAt(at)))) {
            at++;
        }
        return at;
    }

    private static boolean isSeparator(char c) {
        return !isDigit(c) && !isLetter(c) && c != '~' && c != '^';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
