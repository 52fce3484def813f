package dev.gen2lift.inventory.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.inventory.Checkpoint;
import dev.gen2lift.inventory.HyperVMachine;
import dev.gen2lift.inventory.LocatedDisk;
import dev.gen2lift.inventory.LocatedMachine;
import dev.gen2lift.inventory.PowerState;
import dev.gen2lift.testimages.hyperv.ConfigurationBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportFolderTest {

    private static final UUID WEB = UUID.fromString("00000000-0000-0000-0000-0000000000a1");
    private static final UUID SQL = UUID.fromString("00000000-0000-0000-0000-0000000000b2");

    @TempDir
    Path folder;

    private Path write(String path, byte[] content) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    private static byte[] machine(String name, UUID id, String... disks) {
        return ConfigurationBuilder.generation2(name, id).scsi(disks).vmcx();
    }

    @Test
    void findsEachMachineAndItsDisksWhereTheyLieNow() throws IOException {
        write("web/Virtual Machines/" + WEB + ".vmcx", machine("web", WEB, "C:\\VMs\\os.vhdx", "D:\\DATA\\Logs.vhdx"));
        Path webOs = write("web/Virtual Hard Disks/os.vhdx", new byte[1]);
        Path logs = write("web/Virtual Hard Disks/logs.VHDX", new byte[1]);
        write(
                "sql/Virtual Machines/" + SQL + ".XML",
                ConfigurationBuilder.generation1("sql", SQL)
                        .ide(0, 0, "VHD", "C:\\VMs\\os.vhdx")
                        .xml());
        Path sqlOs = write("sql/Virtual Hard Disks/os.vhdx", new byte[1]);

        ExportFolder export = ExportFolder.read(folder);

        assertThat(export.problems()).isEmpty();
        assertThat(export.machines())
                .extracting(machine -> machine.machine().name())
                .containsExactly("sql", "web");
        assertThat(export.machines().get(0).disks())
                .extracting(LocatedDisk::image)
                .containsExactly(sqlOs);
        assertThat(export.machines().get(1).disks())
                .extracting(LocatedDisk::image)
                .containsExactly(webOs, logs);
        assertThat(export.machines().get(1).machine().state().is(PowerState.OFF))
                .isTrue();
        assertThat(export.loose()).isEmpty();
    }

    @Test
    void imagesOutsideOfEveryMachinesFolderAreLoose() throws IOException {
        write("web/Virtual Machines/" + WEB + ".vmcx", machine("web", WEB, "C:\\os.vhdx"));
        write("web/Virtual Hard Disks/stale.vhdx", new byte[1]);
        Path other = write("others/alone.vhd", new byte[1]);
        write("others/readme.txt", new byte[1]);

        assertThat(ExportFolder.read(folder).loose()).containsExactly(other);
    }

    @Test
    void aBrokenConfigurationIsAProblemAndSpoilsNothing() throws IOException {
        write("web/Virtual Machines/" + WEB + ".vmcx", machine("web", WEB));
        Path broken = write("sql/Virtual Machines/" + SQL + ".vmcx", new byte[8192]);
        Path disk = write("sql/Virtual Hard Disks/sql.vhdx", new byte[1]);

        ExportFolder export = ExportFolder.read(folder);

        assertThat(export.machines()).hasSize(1);
        assertThat(export.loose()).containsExactly(disk);
        assertThat(export.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.where()).isEqualTo(broken.toString());
            assertThat(problem.reason()).contains("no configuration of Hyper-V");
        });
    }

    @Test
    void checkpointsComeWithTheirNamesAndDisks() throws IOException {
        UUID id = UUID.fromString("00000000-0000-0000-0000-0000000000c3");
        write(
                "web/Virtual Machines/" + WEB + ".vmcx",
                ConfigurationBuilder.generation2("web", WEB)
                        .scsi("C:\\os_1.avhdx")
                        .set("global_settings/snapshots/list/size", 1L)
                        .vmcx());
        write("web/Snapshots/" + id + ".vmcx", machine("before the update", WEB, "C:\\os.vhdx"));

        HyperVMachine machine = ExportFolder.read(folder).machines().get(0).machine();

        assertThat(machine.checkpoints().asOptional().orElseThrow())
                .singleElement()
                .satisfies(checkpoint -> {
                    assertThat(checkpoint).extracting(Checkpoint::name).isEqualTo("before the update");
                    assertThat(checkpoint.id()).contains(id);
                    assertThat(checkpoint.disks().is(List.of("C:\\os.vhdx"))).isTrue();
                });
    }

    @Test
    void aDiskThatIsNotHereIsSaidToBeMissing() throws IOException {
        write("web/Virtual Machines/" + WEB + ".vmcx", machine("web", WEB, "C:\\os.vhdx"));

        LocatedMachine machine = ExportFolder.read(folder).machines().get(0);

        assertThat(machine.disks()).singleElement().satisfies(disk -> {
            assertThat(disk.missing()).contains("its image is not here");
            assertThat(disk.image().toString()).endsWith("os.vhdx");
        });
    }

    @Test
    void twoFilesThatFitEquallyAreNotGuessedBetween() throws IOException {
        write("Virtual Machines/" + WEB + ".vmcx", machine("web", WEB, "C:\\os.vhdx"));
        write("a/os.vhdx", new byte[1]);
        write("b/os.vhdx", new byte[1]);

        LocatedDisk disk = ExportFolder.read(folder).machines().get(0).disks().get(0);

        assertThat(disk.missing())
                .map(reason -> reason.startsWith("several files have its name"))
                .contains(true);
    }

    @Test
    void aPathThatLeavesTheFolderTakesNothingOutsideOfIt() throws IOException {
        Path outside = write("os.vhdx", new byte[1]);
        write("export/Virtual Machines/" + WEB + ".vmcx", machine("web", WEB, "..\\..\\os.vhdx", outside.toString()));

        assertThat(ExportFolder.read(folder.resolve("export")).machines().get(0).disks())
                .extracting(LocatedDisk::missing)
                .containsExactly(Optional.of("its image is not here"), Optional.of("its image is not here"));
    }
}
