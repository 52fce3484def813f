package dev.gen2lift.inventory.configuration;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.inventory.HyperVMachine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** One file that describes a machine: recognised by its content, read as a whole, never written. */
public final class ConfigurationFile {

    /** Bytes. Real ones have less than a megabyte. */
    static final int MAX_LENGTH = 32 << 20;

    private ConfigurationFile() {}

    /**
     * The machine that {@code file} describes.
     *
     * @throws BadImageException where the file is damaged or no configuration
     * @throws IOException where it cannot be read
     */
    public static HyperVMachine read(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_LENGTH + 1);
        }
        return parse(file.toString(), bytes);
    }

    static HyperVMachine parse(String name, byte[] bytes) throws BadImageException {
        if (bytes.length > MAX_LENGTH) {
            throw new BadImageException(
                    BadImageException.Kind.LIMIT, name, "configuration", 0, "longer than " + MAX_LENGTH + " bytes");
        }
        if (bytes.length < VmcxHeader.LENGTH) {
            throw new BadImageException(
                    BadImageException.Kind.TRUNCATED, name, "configuration", bytes.length, "too short for one");
        }
        Settings tree = looksLikeXml(bytes) ? XmlConfiguration.read(name, bytes) : VmcxFile.read(name, bytes);
        Settings configuration = tree.at("configuration")
                .orElseThrow(() -> new BadImageException(
                        BadImageException.Kind.UNSUPPORTED, name, "configuration", 0, "it describes no machine"));
        return new MachineSettings(name, configuration).machine();
    }

    private static boolean looksLikeXml(byte[] bytes) {
        int at = 0;
        while (at < 8 && (bytes[at] == 0 || (bytes[at] & 0xff) >= 0xbb || bytes[at] <= ' ')) {
            at++;
        }
        return bytes[at] == '<';
    }
}
