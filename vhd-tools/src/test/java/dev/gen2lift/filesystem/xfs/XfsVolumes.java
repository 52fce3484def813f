package dev.gen2lift.filesystem.xfs;

import dev.gen2lift.testimages.oracle.Oracle;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Makes volumes by mkfs.xfs, which fills them by a list that has no room for names with spaces, and asks xfs_db. */
final class XfsVolumes {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private XfsVolumes() {}

    /** A volume with what lists such as {@link #tree} and {@link #folder} tell. */
    static void make(Path volume, String list, long size, String... options) throws IOException {
        Path prototype =
                Files.writeString(volume.resolveSibling("prototype"), "/dev/null\n0 0\nd--755 0 0\n" + list + "$\n");
        try (RandomAccessFile file = new RandomAccessFile(volume.toFile(), "rw")) {
            file.setLength(size);
        }
        List<String> command =
                new ArrayList<>(List.of(Oracle.require("mkfs.xfs").toString(), "-q", "-L", "GEN2LIFT"));
        command.addAll(List.of("-p", prototype.toString()));
        command.addAll(List.of(options));
        command.add(volume.toString());
        Oracle.run(TIMEOUT, command).expectSuccess();
    }

    /** The folders, files and links of {@code folder}. */
    static String tree(Path folder) throws IOException {
        StringBuilder list = new StringBuilder();
        List<Path> paths;
        try (Stream<Path> found = Files.list(folder)) {
            paths = found.sorted().toList();
        }
        for (Path path : paths) {
            list.append(path.getFileName());
            if (Files.isSymbolicLink(path)) {
                list.append(" l--777 0 0 ").append(Files.readSymbolicLink(path)).append('\n');
            } else if (Files.isDirectory(path)) {
                list.append(" d--755 0 0\n");
                list.append(tree(path)).append("$\n");
            } else {
                list.append(" ---644 0 0 ").append(path).append('\n');
            }
        }
        return list.toString();
    }

    /** A folder of many names, every third with this content, and the others with none. */
    static String folder(String name, int count, Path content) {
        StringBuilder list = new StringBuilder(name + " d--755 0 0\n");
        for (int i = 0; i < count; i++) {
            list.append(
                    "a_name_that_fills_its_block_" + i + " ---644 0 0 " + (i % 3 == 0 ? content : "/dev/null") + "\n");
        }
        return list + "$\n";
    }

    /** What begins at {@code offset} in a VHDX, as a raw image beside it. */
    static Path partition(Path vhdx, long offset) throws IOException {
        Path volume = vhdx.resolveSibling("partition.img");
        String from =
                "driver=raw,offset=" + offset + ",file.driver=vhdx,file.file.driver=file,file.file.filename=" + vhdx;
        String qemu = Oracle.require("qemu-img").toString();
        Oracle.run(TIMEOUT, qemu, "convert", "-O", "raw", "--image-opts", from, volume.toString())
                .expectSuccess();
        return volume;
    }

    /** The inodes of what a folder holds, by their names, as xfs_db tells them. */
    static Map<String, Long> list(Path volume, String path) throws IOException {
        Map<String, Long> inodes = new TreeMap<>();
        for (String line : ask(volume, "path " + path, "ls").lines().toList()) {
            // Address, inode, type, hash, length, name.
            String[] columns = line.strip().split("\\s+");
            if (!columns[5].equals(".") && !columns[5].equals("..")) {
                inodes.put(columns[5], Long.parseLong(columns[1]));
            }
        }
        return inodes;
    }

    /** What xfs_db prints for these commands, which change nothing. */
    static String ask(Path volume, String... commands) throws IOException {
        List<String> command = new ArrayList<>(List.of(Oracle.require("xfs_db").toString(), "-r"));
        for (String each : commands) {
            command.addAll(List.of("-c", each));
        }
        command.add(volume.toString());
        return Oracle.run(TIMEOUT, command).expectSuccess().out();
    }

    /** The number in the first line of the form "name = 12". */
    static long number(String printed, String name) {
        for (String line : printed.lines().toList()) {
            if (line.startsWith(name + " = ")) {
                return Long.parseLong(line.substring(name.length() + 3).split(" ")[0]);
            }
        }
        throw new AssertionError("no " + name + " in " + printed);
    }
}
