package dev.gen2lift.cli;

import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.testimages.SampleVm;
import dev.gen2lift.testimages.SparseFile;
import dev.gen2lift.transfer.PageBlobAddress;
import dev.gen2lift.transfer.digest.DigestFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * Does what most commands begin with, so that the launcher can archive the classes they load. Part of the launcher, not
 * of the contract.
 */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {

    private static final int EMPTY_DISK = 1 << 20;

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("gen2lift-warm-up");
        try {
            String disk = SampleVm.build(folder).osDisk().toString();
            Path empty = folder.resolve("empty.raw");
            try (RandomAccessFile file = new RandomAccessFile(empty.toFile(), "rw")) {
                file.setLength(EMPTY_DISK);
            }
            Path linux = folder.resolve("linux.raw");
            SparseFile.writeRaw(linux, WarmUpDisk.content());
            Gen2Lift.run("inspect", disk);
            Gen2Lift.run("inspect", linux.toString());
            Gen2Lift.run("inspect", "--json", disk);
            Gen2Lift.run("inspect", empty.toString());
            Gen2Lift.run("assess", "--json", disk);
            Gen2Lift.run(
                    "convert", "--no-progress", disk, folder.resolve("out.vhd").toString());
            Gen2Lift.run("checksum", "--no-progress", disk);
            upload(empty);
            loadReaders();
        } finally {
            delete(folder);
        }
        return ExitCode.DONE;
    }

    /** An upload of nothing, which leaves nothing behind here. */
    private static void upload(Path empty) throws IOException {
        try (WarmUpStorage storage = new WarmUpStorage()) {
            Gen2Lift.run("upload", "--no-progress", empty.toString(), "--to", storage.url());
            String target = PageBlobAddress.parse(storage.url(), "").redacted();
            Files.deleteIfExists(DigestFile.path(Home.transfers(), target));
        }
    }

    /** The readers of file systems and guests that no disk here has; most are small, and a guest needs many. */
    private static void loadReaders() throws IOException {
        Path library;
        try {
            library = Path.of(VirtualDisk.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        if (!Files.isRegularFile(library)) {
            return;
        }
        try (JarFile jar = new JarFile(library.toFile())) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                if (entry.getName().endsWith(".class") && !entry.getName().endsWith("-info.class")) {
                    load(entry.getName().replace('/', '.').replaceFirst("\\.class$", ""));
                }
            }
        }
    }

    private static void load(String name) {
        try {
            Class.forName(name, false, WarmUpCommand.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
