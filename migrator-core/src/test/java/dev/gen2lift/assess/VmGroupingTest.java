package dev.gen2lift.assess;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VmGroupingTest {

    private static final Path OS = Path.of("web.vhdx");
    private static final Path DATA = Path.of("data.vhdx");
    private static final Path OTHER = Path.of("sql.vhdx");

    private final List<String> looks = new ArrayList<>();

    private List<VmFacts> group(boolean logicalVolumes) {
        return VmGrouping.bySystem(List.of(OS, DATA, OTHER), (image, others) -> {
            looks.add(image + " with " + others);
            if (image.equals(DATA)) {
                return DiskExample.data().path(image.toString()).inspection();
            }
            DiskExample os = DiskExample.linuxGen2().path(image.toString());
            return (logicalVolumes ? os.fileSystem(2, "lvm2") : os).inspection();
        });
    }

    @Test
    void aDataDiskBelongsToTheMachineBeforeIt() {
        assertThat(group(false)).extracting(VmFacts::name).containsExactly("web", "sql");
        assertThat(looks).containsExactly("web.vhdx with []", "data.vhdx with []", "sql.vhdx with []");
    }

    @Test
    void aDiskWithLogicalVolumesIsLookedAtOnceMoreWithTheOthersOfItsMachine() {
        group(true);
        assertThat(looks)
                .containsExactly(
                        "web.vhdx with []", "data.vhdx with []", "sql.vhdx with []", "web.vhdx with [data.vhdx]");
    }
}
