package dev.gen2lift.guest;

/** A processor architecture, by the names of the PE machine field (PE format, machine types). */
public enum Architecture {
    X64,
    X86,
    ARM64,
    ARM,
    UNKNOWN
}
