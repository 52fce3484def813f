package dev.gen2lift.cli.console;

/** How a command says how far it is. */
enum ProgressStyle {
    /** Bars on a terminal, plain lines elsewhere. */
    AUTO,
    /** For programs: a JSON document on each line. */
    JSON,
    NONE
}
