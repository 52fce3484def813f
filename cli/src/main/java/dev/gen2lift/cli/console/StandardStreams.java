package dev.gen2lift.cli.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The process's own output streams, in the encodings that their readers expect. */
public final class StandardStreams {

    private static final PrintStream OUT =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

    private static final PrintStream ERR =
            new PrintStream(new FileOutputStream(FileDescriptor.err), true, terminalCharset());

    private StandardStreams() {}

    /** Results: always UTF-8, whatever the locale, for the scripts that read them. */
    public static PrintStream out() {
        return OUT;
    }

    /** Messages for people, in the terminal's encoding. */
    public static PrintStream err() {
        return ERR;
    }

    /** Whether stderr is a terminal. The launcher knows; without it only a console on all three streams counts. */
    public static boolean isTerminal() {
        String told = System.getProperty("gen2lift.terminal");
        return told != null ? Boolean.parseBoolean(told) : System.console() != null;
    }

    private static Charset terminalCharset() {
        String name = System.getProperty("stderr.encoding", System.getProperty("native.encoding", "UTF-8"));
        return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
    }
}
