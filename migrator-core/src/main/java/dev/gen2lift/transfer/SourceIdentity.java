package dev.gen2lift.transfer;

import dev.gen2lift.disk.DiskInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Recognises the same image on a later run, without reading it: a mark that is left on what was uploaded from it. */
public final class SourceIdentity {

    private static final int BYTES = 16;

    private SourceIdentity() {}

    /**
     * 32 hexadecimal digits over format, size, identifier, and each file's length and modification time. Another image,
     * or the same one after a change, gives another mark; a copy elsewhere with its times kept gives the same.
     */
    public static String of(DiskInfo info) throws IOException {
        StringBuilder text = new StringBuilder()
                .append(info.format())
                .append('|')
                .append(info.kind())
                .append('|')
                .append(info.capacity())
                .append('|')
                .append(info.identifier().map(Object::toString).orElse(""));
        for (DiskInfo.ChainLink link : info.chain()) {
            append(text, link.path());
        }
        if (info.chain().isEmpty()) {
            append(text, info.path());
        }
        byte[] digest = sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, BYTES);
    }

    private static void append(StringBuilder text, Path file) throws IOException {
        text.append('|')
                .append(Files.size(file))
                .append('|')
                .append(Files.getLastModifiedTime(file).toMillis());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
