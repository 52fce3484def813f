package dev.gen2lift.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/**
 * The style sheet and the script that stand in every page, and the policy that lets a browser run these two and nothing
 * else, whatever a name on a disk may hold. Public for the templates.
 */
public final class PageAssets {

    private static final List<String> STYLES = List.of("page.css", "fleet.css", "machine.css", "print.css");

    private static final List<String> SCRIPTS =
            List.of("start.js", "table.js", "machines.js", "findings.js", "print.js");

    private static final String STYLE = joined(STYLES);
    private static final String SCRIPT = joined(SCRIPTS);

    private PageAssets() {}

    public static String style() {
        return STYLE;
    }

    public static String script() {
        return SCRIPT;
    }

    /** The content security policy: scripts and styles by their digests, no request to anywhere. */
    public static String policy() {
        return "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; style-src '" + digest(STYLE)
                + "'; script-src '" + digest(SCRIPT) + "'";
    }

    private static String joined(List<String> names) {
        StringBuilder text = new StringBuilder("\n");
        names.forEach(name -> text.append(read(name)));
        return text.toString();
    }

    private static String read(String name) {
        try (InputStream in = Objects.requireNonNull(PageAssets.class.getResourceAsStream("page/" + name), name)) {
            // browsers take the digest of what is left when line ends are single line feeds
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
