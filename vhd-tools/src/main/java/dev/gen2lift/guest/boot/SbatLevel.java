package dev.gen2lift.guest.boot;

import dev.gen2lift.disk.BinaryCursor;
import java.io.IOException;

/**
 * The generations that a shim asks of what it starts (shim, SbatLevel_Variable.txt and sbat_var.S): two levels in its
 * section {@value #SECTION}, each text that ends in a NUL, after a version and the offset of each.
 *
 * @param automatic applied at each start, unless the machine has a higher one already
 * @param latest applied where an administrator asks for it
 */
public record SbatLevel(Sbat automatic, Sbat latest) {

    static final String SECTION = ".sbatlevel";

    /** Both offsets are counted from behind the version. */
    private static final int BASE = 4;

    static SbatLevel read(BinaryCursor section) throws IOException {
        if (section.at(0).u32() != 0) {
            throw section.unsupported(0, "version of " + SECTION + " is not 0");
        }
        long automatic = section.u32();
        long latest = section.u32();
        return new SbatLevel(level(section, automatic), level(section, latest));
    }

    private static Sbat level(BinaryCursor section, long offset) throws IOException {
        if (offset > section.length() - BASE) {
            throw section.corrupt(0, "level at " + offset + " leaves the section");
        }
        int at = BASE + (int) offset;
        return Sbat.read(section.slice(SECTION, at, section.length() - at));
    }
}
