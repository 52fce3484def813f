package dev.gen2lift.guest.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.filesystem.FileSystemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinuxTreeTest {

    @TempDir
    Path folder;

    private GuestTree root() throws IOException {
        return GuestTree.in(folder.resolve("root"));
    }

    private FolderFileSystem other() throws IOException {
        return GuestTree.data(folder.resolve("other"))
                .file("vmlinuz", "kernel")
                .file("deep/down/file", "text")
                .link("deep/up", "../vmlinuz")
                .link("deep/out", "../../etc/os-release")
                .link("rooted", "/etc/os-release")
                .files();
    }

    private LinuxTree tree() throws IOException {
        GuestTree guest = root().folder("boot")
                .link("vmlinuz", "boot/vmlinuz")
                .link("a", "b")
                .link("b", "a")
                .link("self", "self/self")
                .link("gone", "nowhere/at/all")
                .link("way/to/etc", "/../../etc")
                .link("usr/lib64", "lib")
                .file("usr/lib/file", "x");
        LinuxTree tree = guest.mounted().tree();
        FolderFileSystem boot = other();
        assertThat(tree.mount("/boot", boot.volume(1, "boot", "1", "p1"), boot.root()))
                .isTrue();
        return tree;
    }

    @ParameterizedTest
    @CsvSource({
        "/etc/os-release, /etc/os-release",
        "etc//./os-release, /etc/os-release",
        "/../../etc/os-release, /etc/os-release",
        "/way/to/etc/os-release, /etc/os-release",
        "/usr/lib64/file, /usr/lib/file",
        "/vmlinuz, /boot/vmlinuz",
        "/boot/deep/up, /boot/vmlinuz",
        "/boot/deep/out, /etc/os-release",
        "/boot/rooted, /etc/os-release",
        "/boot/.., /",
        "/boot/deep/../../etc, /etc",
        "/, /"
    })
    void leadsWhereTheKernelWouldGo(String path, String expected) throws IOException {
        assertThat(tree().find(path).orElseThrow().path()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"/nothing", "/gone", "/etc/os-release/below", "/etc/os-release/..", "/boot/etc"})
    void findsNothingWhereNothingIs(String path) throws IOException {
        assertThat(tree().find(path)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/a", "/b/c", "/self"})
    void endsWhereLinksLoop(String path) throws IOException {
        LinuxTree tree = tree();
        assertThatThrownBy(() -> tree.find(path))
                .isInstanceOfSatisfying(
                        BadImageException.class, e -> assertThat(e.reason()).contains("links"));
        assertThat(tree.findEntry("/a").orElseThrow().entry().isLink()).isTrue();
    }

    @Test
    void followsFortyLinksAndNoMore() throws IOException {
        GuestTree guest = root().file("l0", "end");
        for (int i = 1; i <= 41; i++) {
            guest.link("l" + i, "l" + (i - 1));
        }
        LinuxTree tree = guest.mounted().tree();
        assertThat(tree.find("/l40").orElseThrow().path()).isEqualTo("/l0");
        assertThatThrownBy(() -> tree.find("/l41")).isInstanceOf(BadImageException.class);
    }

    @Test
    void refusesWhatLiesBelowAVolumeThatIsNotThere() throws IOException {
        LinuxTree tree = root().file("etc/fstab", "UUID=gone /var xfs defaults 0 0\n/dev/sdq9 /opt ext4 noauto\n")
                .file("var/log", "covered")
                .folder("opt")
                .mounted()
                .tree();
        assertThatThrownBy(() -> tree.find("/var/log"))
                .isInstanceOfSatisfying(
                        BadImageException.class, e -> assertThat(e.reason()).contains("UUID=gone"));
        assertThat(tree.exists("/opt")).isTrue();
    }

    @Test
    void boundsTextsAndFolders() throws IOException {
        GuestTree guest = root();
        Path large = guest.path().resolve("large");
        Files.write(large, new byte[LinuxTree.MAX_TEXT + 1]);
        LinuxTree tree = guest.mounted().tree();
        assertThatThrownBy(() -> tree.text("/large")).isInstanceOf(BadImageException.class);
        assertThat(tree.text("/etc")).isEmpty();
        assertThat(tree.names("/", name -> !name.equals("large"))).containsExactly("bin", "etc", "usr");
        assertThat(tree.list("/etc/fstab")).isEmpty();
        assertThatThrownBy(() -> tree.find("/" + "a/".repeat(LinuxTree.MAX_PATH)))
                .isInstanceOf(BadImageException.class);
    }

    /** Any tree of links ends in an answer or a refusal, and every answer lies on a volume of the tree. */
    @Test
    void staysInsideWhateverLinksSay() throws IOException {
        Random random = new Random(7);
        List<String> parts = List.of("..", ".", "a", "b", "c", "", "etc");
        for (int round = 0; round < 40; round++) {
            GuestTree guest = GuestTree.in(folder.resolve("round" + round)).folder("c");
            for (String name : List.of("a", "b", "c/a", "c/b", "etc/a")) {
                StringBuilder target = new StringBuilder(random.nextBoolean() ? "/" : "");
                for (int i = 0; i <= random.nextInt(6); i++) {
                    target.append(parts.get(random.nextInt(parts.size()))).append('/');
                }
                guest.link(name, target.toString());
            }
            LinuxTree tree = guest.mounted().tree();
            for (String path : List.of("/a/b", "/c/a/../b", "/etc/a/a", "/b/../../c/b", "/c/../a")) {
                try {
                    tree.find(path).ifPresent(file -> {
                        assertThat(file.path()).startsWith("/").doesNotContain("/../", "//");
                        assertThat(Files.exists(guest.path().resolve(file.path().substring(1))))
                                .isTrue();
                    });
                } catch (BadImageException e) {
                    assertThat(e.reason()).contains("more than");
                }
            }
        }
    }

    @Test
    void findsTheRootInABtrfsSubvolume() throws IOException {
        GuestTree.in(folder.resolve("pool/@"))
                .file("etc/fstab", "UUID=u / btrfs subvol=@\nUUID=u /home btrfs subvol=@home\n")
                .folder("home");
        GuestTree.data(folder.resolve("pool/@home")).file("someone/file", "x");
        FolderFileSystem pool = new FolderFileSystem(folder.resolve("pool"), FileSystemType.BTRFS);
        var volumes = List.of(pool.volume(1, "pool", "u", "p"));
        var warnings = new dev.gen2lift.guest.InspectionWarnings();
        RootVolume root = RootVolume.find(volumes, warnings).get(0);
        assertThat(root.subvolume()).isEqualTo("@");
        assertThat(MountedSystem.of(root, volumes, warnings).tree().exists("/home/someone/file"))
                .isTrue();
    }
}
