package dev.gen2lift.volume.lvm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads LVM2's configuration text: {@code name { ... }}, {@code name = value}, strings in quotes with backslashes,
 * numbers, lists in brackets, comments to the line's end (lvm.conf(5)).
 */
final class ConfigParser {

    /** A group's description nests four deep. */
    private static final int MAX_DEPTH = 8;

    private final String text;
    private int at;

    private ConfigParser(String text) {
        this.text = text;
    }

    /** The text as a section without a name. */
    static ConfigNode parse(String text) throws SyntaxException {
        ConfigParser parser = new ConfigParser(text);
        ConfigNode root = parser.section(0);
        if (parser.at < text.length()) {
            throw parser.unexpected();
        }
        return root;
    }

    private ConfigNode section(int depth) throws SyntaxException {
        if (depth > MAX_DEPTH) {
            throw new SyntaxException("sections nest more than " + MAX_DEPTH + " deep", at);
        }
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, ConfigNode> sections = new LinkedHashMap<>();
        while (isName(peek())) {
            String name = name();
            if (peek() == '{') {
                at++;
                sections.put(name, section(depth + 1));
                expect('}');
            } else {
                expect('=');
                values.put(name, value());
            }
        }
        return new ConfigNode(values, sections);
    }

    private Object value() throws SyntaxException {
        if (peek() != '[') {
            return scalar();
        }
        at++;
        List<Object> list = new ArrayList<>();
        while (peek() != ']') {
            list.add(scalar());
            if (peek() != ',') {
                break;
            }
            at++;
        }
        expect(']');
        return list;
    }

    private Object scalar() throws SyntaxException {
        return peek() == '"' ? string() : number();
    }

    private String string() throws SyntaxException {
        expect('"');
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\') {
                at++;
            }
            if (at < text.length()) {
                value.append(text.charAt(at++));
            }
        }
        if (at >= text.length()) {
            throw unexpected();
        }
        at++;
        return value.toString();
    }

    /** A whole number; nothing in a description is a fraction. */
    private Long number() throws SyntaxException {
        peek();
        int begin = at;
        while (at < text.length() && "+-0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        if (begin == at) {
            throw unexpected();
        }
        try {
            return Long.valueOf(text.substring(begin, at));
        } catch (NumberFormatException e) {
            throw new SyntaxException("no number: " + text.substring(begin, Math.min(at, begin + 20)), begin);
        }
    }

    private String name() {
        int begin = at;
        while (at < text.length() && isName(text.charAt(at))) {
            at++;
        }
        return text.substring(begin, at);
    }

    private static boolean isName(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "_-+.".indexOf(c) >= 0;
    }

    /** The next character that is no white space and no comment; NUL at the end. */
    private char peek() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (c > ' ') {
                return c;
            } else if (c == 0) {
                // The text on disk ends with a NUL.
                at = text.length();
            } else {
                at++;
            }
        }
        return 0;
    }

    private void expect(char wanted) throws SyntaxException {
        if (peek() != wanted) {
            throw unexpected();
        }
        at++;
    }

    private SyntaxException unexpected() {
        return new SyntaxException(
                at < text.length() ? "unexpected character in the text" : "the text ends too early", at);
    }

    /** The text is none. */
    static final class SyntaxException extends Exception {

        private static final long serialVersionUID = 1L;
        private final String reason;
        private final int position;

        SyntaxException(String reason, int position) {
            super(reason);
            this.reason = reason;
            this.position = position;
        }

        String reason() {
            return reason;
        }

        int position() {
            return position;
        }
    }
}
