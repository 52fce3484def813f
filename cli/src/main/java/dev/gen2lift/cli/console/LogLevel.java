package dev.gen2lift.cli.console;

/**
 * How much of the log reaches stderr. Set as system properties that {@code logback.xml} reads, so that a command which
 * never logs never starts the logging system.
 */
enum LogLevel {
    QUIET("ERROR", "OFF"),
    NORMAL("WARN", "ERROR"),
    VERBOSE("DEBUG", "INFO");

    private final String own;
    private final String libraries;

    LogLevel(String own, String libraries) {
        this.own = own;
        this.libraries = libraries;
    }

    static void set(LogLevel level) {
        System.setProperty("gen2lift.log.own", level.own);
        System.setProperty("gen2lift.log.libraries", level.libraries);
    }
}
