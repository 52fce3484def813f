package dev.gen2lift.guest.linux;

import dev.gen2lift.filesystem.FileSystemType;
import dev.gen2lift.guest.Facts;
import dev.gen2lift.guest.GuestFacts;
import dev.gen2lift.guest.GuestVolume;
import dev.gen2lift.guest.InspectionWarnings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files of a small installed system, made for one test. */
final class GuestTree {

    static final String ROOT_UUID = "5f0c3d52-9d1e-4a77-8e0a-0d5c1f6d0004";

    private final Path folder;
    private final FolderFileSystem files;
    private final List<GuestVolume> others = new ArrayList<>();
    private final InspectionWarnings warnings = new InspectionWarnings();

    private GuestTree(Path folder) {
        this.folder = folder;
        this.files = new FolderFileSystem(folder, FileSystemType.EXT4);
    }

    /** Nothing but what makes it a root. */
    static GuestTree in(Path folder) throws IOException {
        GuestTree tree = new GuestTree(Files.createDirectories(folder));
        tree.folder("usr/bin").folder("etc").link("bin", "usr/bin");
        tree.file("etc/os-release", "ID=debian\nVERSION_ID=\"12\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n");
        tree.file("etc/fstab", "UUID=" + ROOT_UUID + " / ext4 defaults 0 1\n");
        return tree;
    }

    /** A volume's files that are no root. */
    static GuestTree data(Path folder) throws IOException {
        return new GuestTree(Files.createDirectories(folder));
    }

    GuestTree folder(String path) throws IOException {
        Files.createDirectories(folder.resolve(path));
        return this;
    }

    GuestTree file(String path, String text) throws IOException {
        return file(path, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    GuestTree file(String path, byte[] content) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        return this;
    }

    GuestTree link(String path, String target) throws IOException {
        Path link = folder.resolve(path);
        Files.createDirectories(link.getParent());
        files.link(link, target);
        return this;
    }

    GuestTree damage(String name) {
        files.damage(name);
        return this;
    }

    GuestTree with(GuestVolume volume) {
        others.add(volume);
        return this;
    }

    Path path() {
        return folder;
    }

    FolderFileSystem files() {
        return files;
    }

    GuestVolume volume() {
        return files.volume(2, "root", ROOT_UUID, "aaaa0000-0000-0000-0000-000000000002");
    }

    InspectionWarnings warnings() {
        return warnings;
    }

    private List<GuestVolume> volumes() {
        List<GuestVolume> all = new ArrayList<>(List.of(volume()));
        all.addAll(others);
        return all;
    }

    MountedSystem mounted() throws IOException {
        return MountedSystem.of(RootVolume.find(volumes(), warnings).get(0), volumes(), warnings);
    }

    Optional<GuestFacts> guest() throws IOException {
        return new LinuxReader().read(volumes(), warnings);
    }

    Facts facts() throws IOException {
        return guest().orElseThrow().facts();
    }
}
