package dev.gen2lift.cli.console;

/**
 * How much of the log reaches stderr. Set as system properties that {@code logback.xml} reads, so that a command which
 * never logs never starts the logging system.
 */
enum LogLevel {
    QUIET("ERROR", "OFF", "OFF"),
    NORMAL("WARN", "ERROR", "OFF"),
    VERBOSE("DEBUG", "INFO", "INFO");

    private final String own;
    private final String libraries;
    private final String azure;

    LogLevel(String own, String libraries, String azure) {
        this.own = own;
        this.libraries = libraries;
        this.azure = azure;
    }

    static void set(LogLevel level) {
        System.setProperty("gen2lift.log.own", level.own);
        System.setProperty("gen2lift.log.libraries", level.libraries);
        System.setProperty("gen2lift.log.azure", level.azure);
    }
}
