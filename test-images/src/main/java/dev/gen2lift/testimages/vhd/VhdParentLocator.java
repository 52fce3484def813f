package dev.gen2lift.testimages.vhd;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * One of up to eight places where a differencing disk looks for its parent ("Parent Locator Entries").
 *
 * @param code {@code W2ru} relative and {@code W2ku} absolute Windows path, {@code MacX} file URL
 * @param spaceInSectors whether the space field counts sectors, as the specification says, or bytes, as Windows writes
 */
public record VhdParentLocator(String code, String path, boolean spaceInSectors) {

    /** A path relative to the child, for example {@code .\parent.vhd}. */
    public static VhdParentLocator relative(String path) {
        return new VhdParentLocator("W2ru", path, false);
    }

    public static VhdParentLocator absolute(String path) {
        return new VhdParentLocator("W2ku", path, false);
    }

    byte[] text() {
        Charset charset = code.startsWith("W2") ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8;
        return path.getBytes(charset);
    }

    /** Bytes set aside in the file: the text's, in whole sectors. */
    int space() {
        return Math.max(512, (text().length + 511) / 512 * 512);
    }
}
