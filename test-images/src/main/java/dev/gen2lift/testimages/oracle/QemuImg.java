package dev.gen2lift.testimages.oracle;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** qemu-img as a judge of disk images; format names are qemu's: {@code raw}, {@code vpc}, {@code vhdx}. */
public final class QemuImg {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private QemuImg() {}

    /** Whether both read the same; exit 0 the same, 1 different, more is an error. */
    public static Oracle.Result compare(Path one, String format, Path other, String otherFormat) throws IOException {
        return run("compare", "-f", format, "-F", otherFormat, one.toString(), other.toString());
    }

    /** Consistency of the image; exit 0 without errors. */
    public static Oracle.Result check(Path image, String format) throws IOException {
        return run("check", "-f", format, image.toString());
    }

    /** Replays the log of a VHDX in place and repairs what is wrong. */
    public static Oracle.Result repair(Path image) throws IOException {
        return run("check", "-f", "vhdx", "-r", "all", image.toString());
    }

    /** What qemu says about the image, as JSON. */
    public static Oracle.Result info(Path image, String format) throws IOException {
        return run("info", "-f", format, "--output=json", image.toString());
    }

    /** Makes a raw file of the image. */
    public static Oracle.Result toRaw(Path image, String format, Path raw) throws IOException {
        return run("convert", "-f", format, "-O", "raw", image.toString(), raw.toString());
    }

    /** Any other command. */
    public static Oracle.Result run(String... arguments) throws IOException {
        String[] command = new String[arguments.length + 1];
        command[0] = Oracle.require("qemu-img").toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return Oracle.run(TIMEOUT, command);
    }
}
