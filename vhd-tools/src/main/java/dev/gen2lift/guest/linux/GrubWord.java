package dev.gen2lift.guest.linux;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BadImageException.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * A word of a GRUB script (GRUB manual, "Writing full configuration files directly"), or the end of a command.
 *
 * @param parts texts and names of variables, in their order; none for the end of a command
 * @param line where it stands, from 1
 */
record GrubWord(List<Part> parts, int line) {

    /** Words of a script; one of a large menu has 20,000. */
    static final int MAX_WORDS = 300_000;

    /**
     * A piece of a word.
     *
     * @param text what stands there, or the variable's name
     * @param quoted whether it stays one word whatever it holds
     */
    record Part(String text, boolean variable, boolean quoted) {}

    boolean isEnd() {
        return parts.isEmpty();
    }

    /** Whether it is this word without quotes, as keywords are. */
    boolean is(String keyword) {
        return parts.size() == 1
                && !parts.get(0).variable()
                && !parts.get(0).quoted()
                && parts.get(0).text().equals(keyword);
    }

    /** Splits a script into its words. */
    static List<GrubWord> of(TextFile script) throws BadImageException {
        Lexer lexer = new Lexer(String.join("\n", script.lines()) + "\n");
        List<GrubWord> words = new ArrayList<>();
        while (lexer.at < lexer.text.length()) {
            lexer.next(words);
            if (words.size() > MAX_WORDS) {
                throw new BadImageException(
                        Kind.LIMIT, script.path(), "GRUB script", lexer.at, "more than " + MAX_WORDS + " words");
            }
        }
        return words;
    }

    private static final class Lexer {

        private final String text;
        private int at;
        private int line = 1;

        Lexer(String text) {
            this.text = text;
        }

        private char peek() {
            return at < text.length() ? text.charAt(at) : '\n';
        }

        private void next(List<GrubWord> words) {
            char c = peek();
            if (c == '\n' || c == ';' || c == '&' || c == '|') {
                words.add(new GrubWord(List.of(), line));
                line += c == '\n' ? 1 : 0;
                at++;
            } else if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '\n') {
                at += 2;
                line++;
            } else {
                int start = line;
                List<Part> parts = word();
                words.add(new GrubWord(parts.isEmpty() ? List.of(new Part("", false, true)) : parts, start));
            }
        }

        private List<Part> word() {
            List<Part> parts = new ArrayList<>();
            StringBuilder plain = new StringBuilder();
            while (at < text.length() && !isBreak(peek())) {
                char c = peek();
                if (c == '\'' || c == '"') {
                    flush(plain, parts, false);
                    at++;
                    quoted(c, parts);
                } else if (c == '$') {
                    flush(plain, parts, false);
                    variable(parts, false);
                } else if (c == '\\') {
                    at++;
                    escaped(plain);
                } else {
                    plain.append(c);
                    at++;
                }
            }
            flush(plain, parts, false);
            return parts;
        }

        private void quoted(char quote, List<Part> parts) {
            StringBuilder plain = new StringBuilder();
            while (at < text.length() && peek() != quote) {
                char c = peek();
                line += c == '\n' ? 1 : 0;
                if (quote == '"' && c == '$') {
                    flush(plain, parts, true);
                    variable(parts, true);
                } else if (quote == '"' && c == '\\') {
                    at++;
                    escaped(plain);
                } else {
                    plain.append(c);
                    at++;
                }
            }
            at++;
            parts.add(new Part(plain.toString(), false, true));
        }

        private void escaped(StringBuilder plain) {
            char c = peek();
            if (c == '\n') {
                line++;
            } else {
                plain.append(c);
            }
            at++;
        }

        private void variable(List<Part> parts, boolean quoted) {
            at++;
            boolean braces = peek() == '{';
            at += braces ? 1 : 0;
            int start = at;
            while (at < text.length() && (Character.isLetterOrDigit(peek()) || peek() == '_' || peek() == '?')) {
                at++;
            }
            String name = text.substring(start, at);
            if (braces && peek() == '}') {
                at++;
            }
            parts.add(name.isEmpty() ? new Part("$", false, quoted) : new Part(name, true, quoted));
        }

        private static void flush(StringBuilder plain, List<Part> parts, boolean quoted) {
            if (plain.length() > 0) {
                parts.add(new Part(plain.toString(), false, quoted));
                plain.setLength(0);
            }
        }

        private static boolean isBreak(char c) {
            return Character.isWhitespace(c) || c == ';' || c == '&' || c == '|';
        }
    }
}
