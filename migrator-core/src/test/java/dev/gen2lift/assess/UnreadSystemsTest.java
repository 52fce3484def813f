package dev.gen2lift.assess;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.assess.rules.StandardRules;
import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.guest.DiskInspection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders of images, some of which cannot be read. */
class UnreadSystemsTest {

    private enum Is {
        SYSTEM,
        DATA,
        BROKEN
    }

    private final Map<String, Is> disks = new TreeMap<>();

    private UnreadSystemsTest disk(String path, Is is) {
        disks.put(path, is);
        return this;
    }

    @Test
    void theDataDiskOfABrokenSystemDiskIsNoMachineOfItsOwn() throws InterruptedException {
        disk("f/vm100-os.vhdx", Is.BROKEN).disk("f/vm100-data.vhdx", Is.DATA);

        VmFacts vm = read().get(0);

        assertThat(grouped()).containsExactly("vm100: [f/vm100-data.vhdx, f/vm100-os.vhdx]");
        assertThat(new Assessor(StandardRules.catalogue()).assess(vm).readiness())
                .isEqualTo(Readiness.NOT_READY);
        assertThat(vm.osDisk()).isEmpty();
    }

    @Test
    void aMachineBesideItWhoseNameFitsLessDoesNotTakeItsDisks() throws InterruptedException {
        disk("f/vm100-os.vhdx", Is.BROKEN)
                .disk("f/vm100-data.vhdx", Is.DATA)
                .disk("f/vm101-os.vhdx", Is.SYSTEM)
                .disk("f/vm101-data.vhdx", Is.DATA);

        assertThat(grouped())
                .containsExactly(
                        "vm101-os: [f/vm101-os.vhdx, f/vm101-data.vhdx]",
                        "vm100: [f/vm100-data.vhdx, f/vm100-os.vhdx]");
    }

    @Test
    void aBrokenDataDiskBelongsToTheMachineWhoseSystemCouldBeRead() throws InterruptedException {
        disk("f/web-os.vhdx", Is.SYSTEM).disk("f/web-logs.vhdx", Is.BROKEN).disk("f/web-data.vhdx", Is.DATA);
        disk("f/sql-os.vhdx", Is.SYSTEM);

        assertThat(grouped())
                .containsExactly(
                        "sql-os: [f/sql-os.vhdx]", "web-os: [f/web-os.vhdx, f/web-data.vhdx, f/web-logs.vhdx]");
    }

    @Test
    void severalBrokenDisksOfOneNameAreOneMachinesWhereADataDiskShowsThatItHasSeveral() throws InterruptedException {
        disk("f/VM7.vhdx", Is.BROKEN).disk("f/vm7_log.vhdx", Is.BROKEN).disk("f/vm7 data.vhdx", Is.DATA);

        assertThat(grouped()).containsExactly("VM7: [f/VM7.vhdx, f/vm7 data.vhdx, f/vm7_log.vhdx]");
    }

    @Test
    void brokenDisksAloneStayApart() throws InterruptedException {
        disk("f/web-01.vhdx", Is.BROKEN).disk("f/web-02.vhdx", Is.BROKEN);

        assertThat(grouped()).containsExactly("web-01: [f/web-01.vhdx]", "web-02: [f/web-02.vhdx]");
    }

    @Test
    void namesThatHaveNothingInCommonAndOtherFoldersStayApart() throws InterruptedException {
        disk("f/app-os.vhdx", Is.BROKEN).disk("f/sql-data.vhdx", Is.DATA).disk("g/app-data.vhdx", Is.DATA);

        assertThat(grouped())
                .containsExactly(
                        "app-os: [f/app-os.vhdx]", "sql-data: [f/sql-data.vhdx]", "app-data: [g/app-data.vhdx]");
    }

    @Test
    void aBrokenDiskGoesWhereItsNameAgreesLongest() throws InterruptedException {
        disk("f/sql-1-os.vhdx", Is.BROKEN).disk("f/sql-1-data.vhdx", Is.DATA);
        disk("f/sql-2-os.vhdx", Is.BROKEN).disk("f/sql-2-data.vhdx", Is.DATA);

        assertThat(grouped())
                .containsExactly(
                        "sql-1: [f/sql-1-data.vhdx, f/sql-1-os.vhdx]", "sql-2: [f/sql-2-data.vhdx, f/sql-2-os.vhdx]");
    }

    @ParameterizedTest
    @CsvSource({
        "vm100-os, vm100-data, vm100",
        "vm100, VM100_data, vm100",
        "vm100os, vm100data, vm100",
        "srv-100-os, srv-100-data, srv-100",
        "srv-100-os, srv-200-data, srv",
        "vm100-os, vm101-data, ''",
        "web, website, ''",
        "a-os, a-data, ''",
        "vm-os, vm-data, ''",
        "disk, disk, disk",
    })
    void aStemEndsWhereAWordDoes(String one, String other, String stem) {
        assertThat(one.substring(0, NameStem.common(one, other))).isEqualTo(stem);
        assertThat(NameStem.common(other, one)).isEqualTo(stem.length());
    }

    private List<String> grouped() throws InterruptedException {
        return read().stream()
                .map(vm -> vm.name() + ": "
                        + vm.disks().stream().map(DiskFacts::path).toList())
                .toList();
    }

    private List<VmFacts> read() throws InterruptedException {
        FleetReader.Listener nobody = new FleetReader.Listener() {
            @Override
            public void planned(int count) {}

            @Override
            public void read(Path image) {}
        };
        try (FleetReader reader = new FleetReader(this::inspect, 2, nobody)) {
            return reader.folders(disks.keySet().stream().map(Path::of).toList());
        }
    }

    private DiskInspection inspect(Path image, List<Path> others) throws IOException {
        return switch (disks.getOrDefault(image.toString(), Is.BROKEN)) {
            case SYSTEM -> DiskExample.windowsGen2().path(image.toString()).inspection();
            case DATA -> DiskExample.data().path(image.toString()).inspection();
            case BROKEN ->
                throw new BadImageException(BadImageException.Kind.CORRUPT, image.toString(), "header", 0, "broken");
        };
    }
}
