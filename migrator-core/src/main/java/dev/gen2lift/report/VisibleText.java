package dev.gen2lift.report;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.CharBuffer;

/**
 * Writes characters that would be invisible, and those that turn the direction of text around, as the replacement
 * character: a name on a disk must not make a page read as something else. Half surrogate pairs go the same way.
 */
final class VisibleText extends FilterWriter {

    private static final char REPLACEMENT = '\ufffd';

    /** The first half of a pair, until its second half comes; 0 where there is none. */
    private char high;

    VisibleText(Writer out) {
        super(out);
    }

    /** The text as it would be written. */
    static String of(String text) {
        StringWriter out = new StringWriter(text.length());
        try (VisibleText visible = new VisibleText(out)) {
            visible.write(text);
            visible.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    @Override
    public void write(int c) throws IOException {
        char next = (char) c;
        if (high != 0) {
            char first = high;
            high = 0;
            if (Character.isLowSurrogate(next)) {
                out.write(first);
                out.write(next);
                return;
            }
            out.write(REPLACEMENT);
        }
        if (Character.isHighSurrogate(next)) {
            high = next;
        } else {
            out.write(isHarmful(next) ? REPLACEMENT : next);
        }
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
        if (high == 0 && isPlain(CharBuffer.wrap(text, offset, length))) {
            out.write(text, offset, length);
            return;
        }
        for (int i = offset; i < offset + length; i++) {
            write(text[i]);
        }
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
        if (high == 0 && isPlain(CharBuffer.wrap(text, offset, offset + length))) {
            out.write(text, offset, length);
            return;
        }
        for (int i = offset; i < offset + length; i++) {
            write(text.charAt(i));
        }
    }

    @Override
    public void flush() throws IOException {
        if (high != 0) {
            high = 0;
            out.write(REPLACEMENT);
        }
        super.flush();
    }

    private static boolean isPlain(CharSequence text) {
        return text.chars().noneMatch(c -> isHarmful((char) c) || Character.isHighSurrogate((char) c));
    }

    private static boolean isHarmful(char c) {
        boolean control = (c < 0x20 && c != '\n' && c != '\t' && c != '\r') || (c >= 0x7f && c <= 0x9f);
        boolean direction = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e || c == 0x200f;
        return control || direction || Character.isLowSurrogate(c) || c == 0xfeff || c == 0x2028 || c == 0x2029;
    }
}
