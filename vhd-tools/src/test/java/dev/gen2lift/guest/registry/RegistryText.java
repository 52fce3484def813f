package dev.gen2lift.guest.registry;

import dev.gen2lift.testimages.oracle.Oracle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The whole content of a hive as a map, once as read here and once as hivex has it. */
public final class RegistryText {

    private static final int MAX_DEPTH = 512;

    private RegistryText() {}

    /** Each key's path, and below it each value's name with its type and data: {@code "1:410000"}. */
    static Map<String, Map<String, String>> of(RegistryHive hive) throws IOException {
        Map<String, Map<String, String>> all = new TreeMap<>();
        add(hive.root(), "", 0, all);
        return all;
    }

    private static void add(RegistryKey key, String path, int depth, Map<String, Map<String, String>> all)
            throws IOException {
        if (depth > MAX_DEPTH) {
            throw new AssertionError("deeper than " + MAX_DEPTH + ": " + path);
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (RegistryValue value : key.values()) {
            values.put(
                    value.name(),
                    Long.toHexString(value.type()) + ":" + HexFormat.of().formatHex(value.bytes()));
        }
        all.put(path, values);
        for (RegistryKey subkey : key.subkeys()) {
            add(subkey, path + "\\" + subkey.name(), depth + 1, all);
        }
    }

    /** What hivexregedit exports of the hive. */
    public static Map<String, Map<String, String>> byHivex(Path hive) throws IOException {
        String text = Oracle.run(
                        Duration.ofMinutes(2),
                        // Names come in Latin-1 where they can be, unless told otherwise.
                        Oracle.require("env").toString(),
                        "PERL_UNICODE=O",
                        Oracle.require("hivexregedit").toString(),
                        "--export",
                        hive.toString(),
                        "\\")
                .expectSuccess()
                .out();
        Map<String, Map<String, String>> all = new TreeMap<>();
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : text.lines().skip(1).toList()) {
            if (line.startsWith("[")) {
                values = new LinkedHashMap<>();
                String path = line.substring(1, line.length() - 1);
                all.put(path.equals("\\") ? "" : path, values);
            } else if (!line.isEmpty()) {
                int split = line.startsWith("@") ? 1 : line.lastIndexOf("\"=") + 1;
                String name = line.startsWith("@")
                        ? ""
                        : line.substring(1, split - 1).replace("\\\"", "\"").replace("\\\\", "\\");
                values.put(name, data(line.substring(split + 1)));
            }
        }
        return all;
    }

    private static String data(String written) {
        if (written.startsWith("dword:")) {
            int number = Integer.parseUnsignedInt(written.substring(6), 16);
            return "4:" + HexFormat.of().toHexDigits(Integer.reverseBytes(number));
        }
        int colon = written.indexOf(':');
        String type = written.substring("hex(".length(), colon - 1);
        return type.toLowerCase(Locale.ROOT) + ":"
                + written.substring(colon + 1).replace(",", "");
    }
}
