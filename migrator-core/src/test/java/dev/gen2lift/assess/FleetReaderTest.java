package dev.gen2lift.assess;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.DiskInfo;
import dev.gen2lift.disk.DiskKind;
import dev.gen2lift.guest.DiskInspection;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.Generation;
import dev.gen2lift.inventory.AttachedDisk;
import dev.gen2lift.inventory.BootEntry;
import dev.gen2lift.inventory.DriveLocation;
import dev.gen2lift.inventory.DriveLocation.Bus;
import dev.gen2lift.inventory.Firmware;
import dev.gen2lift.inventory.HyperVMachine;
import dev.gen2lift.inventory.LocatedDisk;
import dev.gen2lift.inventory.LocatedMachine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FleetReaderTest {

    private final Map<String, DiskInspection> disks = new HashMap<>();
    private final AtomicInteger planned = new AtomicInteger();
    private final AtomicInteger read = new AtomicInteger();

    private DiskInspection inspect(Path image, List<Path> others) throws IOException {
        DiskInspection inspection = disks.get(image.toString());
        if (inspection == null) {
            throw new BadImageException(BadImageException.Kind.CORRUPT, image.toString(), "VHDX header", 0, "broken");
        }
        return inspection;
    }

    private FleetReader reader() {
        return new FleetReader(this::inspect, 4, new FleetReader.Listener() {
            @Override
            public void planned(int count) {
                planned.addAndGet(count);
            }

            @Override
            public void read(Path image) {
                read.incrementAndGet();
            }
        });
    }

    private void disk(String path, DiskExample example) {
        disks.put(path, example.path(path).inspection());
    }

    private static LocatedDisk at(Bus bus, int location, String path) {
        return new LocatedDisk(
                new AttachedDisk(
                        Fact.known(new DriveLocation(bus, 0, location), "test"),
                        AttachedDisk.Backing.IMAGE,
                        Fact.known(path, "test"),
                        Fact.known(false, "test"),
                        Fact.unknown("test")),
                Path.of(path),
                Optional.empty());
    }

    private static HyperVMachine.Builder machine(String name) {
        return HyperVMachine.builder(name, "test", "not told");
    }

    private VmFacts facts(HyperVMachine machine, LocatedDisk... located) throws InterruptedException {
        try (FleetReader reader = reader()) {
            return reader.machines(List.of(new LocatedMachine(machine, List.of(located))))
                    .get(0);
        }
    }

    private static Optional<String> osDisk(VmFacts vm) {
        return vm.osDisk().map(disk -> disk.path().toString());
    }

    @Test
    void aGeneration1MachineStartsFromItsFirstIdeDisk() throws InterruptedException {
        disk("clone.vhdx", DiskExample.windowsGen2());
        disk("os.vhdx", DiskExample.windowsGen1());

        VmFacts vm = facts(
                machine("vm").generation(Fact.known(Generation.V1, "test")).build(),
                at(Bus.IDE, 0, "os.vhdx"),
                at(Bus.SCSI, 0, "clone.vhdx"));

        assertThat(osDisk(vm)).contains("os.vhdx");
        assertThat(vm.configuration()).isPresent();
    }

    @Test
    void aGeneration2MachineStartsFromTheFirstDiskInItsBootOrder() throws InterruptedException {
        disk("old.vhdx", DiskExample.windowsGen2());
        disk("new.vhdx", DiskExample.windowsGen2());
        BootEntry network = new BootEntry(BootEntry.Kind.NETWORK, Optional.empty());
        BootEntry second = new BootEntry(BootEntry.Kind.DISK, Optional.of(new DriveLocation(Bus.SCSI, 0, 1)));

        VmFacts vm = facts(
                machine("vm")
                        .generation(Fact.known(Generation.V2, "test"))
                        .firmware(new Firmware(
                                Fact.unknown(""), Fact.unknown(""), Fact.known(List.of(network, second), "test")))
                        .build(),
                at(Bus.SCSI, 0, "old.vhdx"),
                at(Bus.SCSI, 1, "new.vhdx"));

        assertThat(osDisk(vm)).contains("new.vhdx");
    }

    @Test
    void withoutABootOrderTheContentTells() throws InterruptedException {
        disk("data.vhdx", DiskExample.data());
        disk("os.vhdx", DiskExample.linuxGen2());

        VmFacts vm = facts(
                machine("vm").generation(Fact.known(Generation.V2, "test")).build(),
                at(Bus.SCSI, 0, "data.vhdx"),
                at(Bus.SCSI, 1, "os.vhdx"));

        assertThat(osDisk(vm)).contains("os.vhdx");
    }

    @Test
    void aDiskThatIsNotHereIsUnreadableWithTheReason() throws InterruptedException {
        LocatedDisk gone = new LocatedDisk(
                at(Bus.SCSI, 0, "gone.vhdx").disk(), Path.of("gone.vhdx"), Optional.of("its image is not here"));

        VmFacts vm = facts(machine("vm").build(), gone);

        assertThat(vm.disks())
                .singleElement()
                .satisfies(disk ->
                        assertThat(disk.reading()).isEqualTo(new DiskReading.Unreadable("its image is not here")));
        assertThat(read).hasValue(0);
    }

    @Test
    void aFaultOfOursAtOneImageSpoilsNothing() throws InterruptedException {
        disk("good.vhdx", DiskExample.windowsGen2());
        ImageInspector faulty = (image, others) -> {
            if (image.endsWith("bad.vhdx")) {
                throw new IllegalStateException("a fault");
            }
            return inspect(image, others);
        };
        try (FleetReader reader = new FleetReader(faulty, 2, silent())) {
            List<VmFacts> vms = reader.images(List.of(Path.of("bad.vhdx"), Path.of("good.vhdx")));

            assertThat(vms).hasSize(2);
            assertThat(vms.get(0).disks().get(0).reading()).isInstanceOf(DiskReading.Unreadable.class);
            assertThat(vms.get(1).osDisk()).isPresent();
        }
    }

    private static FleetReader.Listener silent() {
        return new FleetReader.Listener() {
            @Override
            public void planned(int disks) {}

            @Override
            public void read(Path image) {}
        };
    }

    @Test
    void inAFolderDisksGoToTheMachineWhoseNameTheirsBeginsLike() throws InterruptedException {
        disk("f/sql-os.vhdx", DiskExample.windowsGen2());
        disk("f/sql-data.vhdx", DiskExample.data());
        disk("f/web-os.vhdx", DiskExample.linuxGen2());
        disk("f/web-logs.vhdx", DiskExample.data());
        disk("f/other.vhdx", DiskExample.data());
        disk("g/app.vhdx", DiskExample.windowsGen1());
        disk("g/zzz.vhdx", DiskExample.data());

        assertThat(grouped())
                .containsExactlyInAnyOrder(
                        "sql-os: [f/sql-os.vhdx, f/sql-data.vhdx]",
                        "web-os: [f/web-os.vhdx, f/web-logs.vhdx]",
                        "app: [g/app.vhdx, g/zzz.vhdx]",
                        "other: [f/other.vhdx]");
    }

    @Test
    void aParentIsPartOfItsCheckpointAndNoMachineOfItsOwn() throws InterruptedException {
        String id = "_0B0D2A6C-37A5-4C9C-A6F1-7F3A5B0C1D2E";
        disk("f/web.vhdx", DiskExample.windowsGen2());
        disk(
                "f/web" + id + ".avhdx",
                DiskExample.windowsGen2()
                        .parents(new DiskInfo.ChainLink(
                                Path.of("f/web.vhdx").toAbsolutePath(), DiskKind.DYNAMIC, Optional.empty())));

        assertThat(grouped()).containsExactly("web: [f/web" + id + ".avhdx]");
    }

    private List<String> grouped() throws InterruptedException {
        try (FleetReader reader = reader()) {
            return reader.folders(disks.keySet().stream().sorted().map(Path::of).toList()).stream()
                    .map(vm -> vm.name() + ": "
                            + vm.disks().stream().map(DiskFacts::path).toList())
                    .toList();
        }
    }

    @Test
    void manyAreReadAndCountedInTheirOrder() throws InterruptedException {
        List<LocatedMachine> machines = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String path = "vm%03d.vhdx".formatted(i);
            if (i % 10 != 0) {
                disk(path, DiskExample.windowsGen2());
            }
            machines.add(new LocatedMachine(machine("vm" + i).build(), List.of(at(Bus.SCSI, 0, path))));
        }
        try (FleetReader reader = reader()) {
            List<VmFacts> vms = reader.machines(machines);

            assertThat(vms).hasSize(200).element(123).extracting(VmFacts::name).isEqualTo("vm123");
            assertThat(vms)
                    .filteredOn(vm -> vm.disks().get(0).reading() instanceof DiskReading.Refused)
                    .hasSize(20);
        }
        assertThat(planned).hasValue(200);
        assertThat(read).hasValue(200);
    }
}
