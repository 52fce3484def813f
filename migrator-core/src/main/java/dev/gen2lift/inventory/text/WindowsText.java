package dev.gen2lift.inventory.text;

import dev.gen2lift.disk.BadImageException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Text in whichever encoding a Windows tool chose: UTF-8 or UTF-16, with or without a byte order mark. PowerShell 5 writes
 * UTF-16LE by default.
 */
public final class WindowsText {

    private WindowsText() {}

    /**
     * The text without its byte order mark.
     *
     * @throws BadImageException CORRUPT where the bytes are not of the encoding that they seem to be of
     */
    public static String decode(String file, byte[] bytes) throws BadImageException {
        Charset charset = charset(bytes);
        try {
            String text = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new BadImageException(
                    BadImageException.Kind.CORRUPT, file, "text", 0, "its bytes are no " + charset.name());
        }
    }

    /** By the mark, else by where the zeros of the first ASCII characters are. */
    private static Charset charset(byte[] bytes) {
        if (bytes.length < 2) {
            return StandardCharsets.UTF_8;
        }
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        if (first == 0xff && second == 0xfe || first != 0 && second == 0) {
            return StandardCharsets.UTF_16LE;
        }
        if (first == 0xfe && second == 0xff || first == 0 && second != 0) {
            return StandardCharsets.UTF_16BE;
        }
        return StandardCharsets.UTF_8;
    }
}
