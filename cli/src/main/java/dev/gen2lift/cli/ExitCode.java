package dev.gen2lift.cli;

/** What every command returns to the shell. */
public final class ExitCode {

    /** Done. */
    public static final int DONE = 0;
    /** It ran, and the answer is no. */
    public static final int NO = 1;
    /** Unknown option, missing argument. */
    public static final int USAGE = 2;
    /** An image, plan or inventory is malformed, unsupported or unreadable. */
    public static final int BAD_INPUT = 3;
    /** Azure or the network refused, or still failed after the retries. */
    public static final int AZURE = 4;
    /** No space, no permission, I/O error. */
    public static final int MACHINE = 5;
    /** Stopped by the user; the same command again resumes. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
