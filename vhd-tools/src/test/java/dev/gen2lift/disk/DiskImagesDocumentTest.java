package dev.gen2lift.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each line of the table of features names a test, and that test exists. */
class DiskImagesDocumentTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern NAMED_TEST = Pattern.compile("`(\\w+)(?:([#$])(\\w+))?`");

    @Test
    void everyFeatureIsBackedByATestThatExists() throws Exception {
        List<String> rows = features();

        assertThat(rows).hasSizeGreaterThan(20).allSatisfy(row -> {
            Matcher named = NAMED_TEST.matcher(row.substring(row.lastIndexOf('|', row.length() - 2)));
            assertThat(named.find()).as("a test in: " + row).isTrue();
            String source = Files.readString(testClass(named.group(1)));
            String member = (named.group(2).equals("#") ? "void " : "class ") + named.group(3);
            assertThat(source).contains(member + (named.group(2).equals("#") ? "(" : " "));
        });
    }

    /** The lines of the last table, without its heading. */
    private static List<String> features() throws IOException {
        List<String> rows = new ArrayList<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/disk-images.md"))) {
            if (line.startsWith("## ")) {
                rows.clear();
            } else if (line.startsWith("|")) {
                rows.add(line);
            }
        }
        return rows.subList(2, rows.size());
    }

    private static Path testClass(String name) throws IOException {
        for (String module : new String[] {"vhd-tools", "migrator-core", "cli"}) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                Path found = files.filter(file -> file.endsWith(name + ".java"))
                        .findFirst()
                        .orElse(null);
                if (found != null) {
                    return found;
                }
            }
        }
        throw new AssertionError("no test class " + name);
    }
}
