import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the signatures out of the jars of a folder: {@code java UnsignJars.java FOLDER}. The JVM's class archive leaves out
 * what comes from a signed jar, and verifies each class of one as it is loaded. Maven has checked what it fetched.
 */
final class UnsignJars {

    private UnsignJars() {}

    public static void main(String[] arguments) throws IOException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of(arguments[0]), "*.jar")) {
            for (Path jar : jars) {
                unsign(jar);
            }
        }
    }

    private static void unsign(Path jar) throws IOException {
        try (FileSystem files = FileSystems.newFileSystem(jar)) {
            for (Path signature : signatures(files.getPath("META-INF"))) {
                Files.delete(signature);
            }
        }
    }

    private static List<Path> signatures(Path metaInf) throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(metaInf)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(metaInf, "*.{SF,RSA,DSA,EC}")) {
                entries.forEach(found::add);
            }
        }
        return found;
    }
}
