package dev.gen2lift.report;

import dev.gen2lift.assess.ByteSize;
import dev.gen2lift.assess.DiskExample;
import dev.gen2lift.assess.FleetAssessment;
import dev.gen2lift.assess.Sizer;
import dev.gen2lift.assess.SizingPlan;
import dev.gen2lift.assess.VmExample;
import dev.gen2lift.assess.VmFacts;
import dev.gen2lift.assess.sizing.Bandwidth;
import dev.gen2lift.assess.sizing.Performance;
import dev.gen2lift.assess.sizing.SizeCatalogue;
import dev.gen2lift.disk.DiskFormat;
import dev.gen2lift.disk.DiskKind;
import dev.gen2lift.guest.Architecture;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.Facts;
import dev.gen2lift.guest.GuestFacts;
import dev.gen2lift.inventory.HyperVMachine;
import dev.gen2lift.inventory.Memory;
import dev.gen2lift.inventory.PowerState;
import dev.gen2lift.inventory.Processors;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** A datacenter that does not exist: as many machines as asked for, with systems, disks and troubles in turn. */
final class FleetExample {

    private static final String SEEN = "the example";
    private static final List<String> SITES = List.of("fra", "ams", "lon", "par");
    private static final List<String> JOBS = List.of("web", "sql", "file", "dc", "app", "print", "build");

    private FleetExample() {}

    static FleetAssessment of(int machines) {
        SizingPlan plan = new SizingPlan(
                SizeCatalogue.bundled(), List.of(), Performance.NONE, 1.3, Optional.of(Bandwidth.parse("1Gbit")));
        return new Sizer(plan)
                .size(ReportExamples.fleet(IntStream.range(0, machines)
                        .mapToObj(FleetExample::configured)
                        .toArray(VmFacts[]::new)));
    }

    /** Every tenth is not in the inventory. */
    private static VmFacts configured(int number) {
        VmFacts vm = machine(number);
        return number % 10 == 7
                ? vm
                : vm.withConfiguration(HyperVMachine.builder(vm.name(), "an inventory that a test made", "not asked")
                        .host(Fact.known("hv-" + number % 6, SEEN))
                        .state(Fact.known(PowerState.RUNNING, SEEN))
                        .processors(new Processors(
                                Fact.known(1 << number % 5, SEEN), Fact.unknown("not asked"), Fact.known(false, SEEN)))
                        .memory(new Memory(
                                Fact.known((2L << number % 6) * ByteSize.GIB, SEEN),
                                Fact.known(false, SEEN),
                                Fact.unknown("not asked"),
                                Fact.unknown("not asked"),
                                Fact.unknown("not asked")))
                        .build());
    }

    private static VmFacts machine(int number) {
        String name = "%s-%s-%03d".formatted(SITES.get(number % 4), JOBS.get(number % 7), number);
        String folder = "exports/" + name + "/" + name;
        DiskExample system = system(number, name).path(folder + ".vhdx");
        if (number % 5 == 0) {
            system.capacity(ByteSize.TIB * 3 + 512);
        }
        if (number % 9 == 0) {
            system.logReplayed();
        }
        if (number % 3 != 0) {
            return VmExample.named(name, system);
        }
        DiskExample data = DiskExample.data()
                .path(folder + "-data.vhd")
                .format(number % 6 == 0 ? DiskFormat.VHD : DiskFormat.VHDX, DiskKind.DYNAMIC)
                .capacity((200 + number % 11 * 100) * ByteSize.GIB + (number % 6 == 0 ? 512 : 0))
                .allocated((20 + number % 50) * ByteSize.GIB)
                .partition("microsoft-basic-data", "EBD0A0A2-B9E5-4433-87C0-68B6B72699C7", 1, 190_000, "ntfs")
                .used(1, (15 + number % 50) * ByteSize.GIB);
        return VmExample.named(name, system, data);
    }

    private static DiskExample system(int number, String name) {
        long used = (12 + number % 60) * ByteSize.GIB;
        return switch (number % 8) {
            case 0, 4 ->
                DiskExample.windowsGen1()
                        .guest(guest(GuestFacts.Family.WINDOWS, "Windows Server 2012 R2", "6.3", name))
                        .used(1, 300 * ByteSize.MIB)
                        .used(2, used);
            case 1, 5 ->
                DiskExample.linuxGen2()
                        .guest(guest(GuestFacts.Family.LINUX, "Debian GNU/Linux", "12", name))
                        .withoutLoader(number % 16 == 1 ? "EFI/BOOT/BOOTX64.EFI" : "none")
                        .used(1, 6 * ByteSize.MIB)
                        .used(2, used);
            case 2 ->
                DiskExample.linuxGen2()
                        .guest(guest(GuestFacts.Family.LINUX, "Ubuntu", "24.04", name))
                        .used(2, used)
                        .allocated(used + ByteSize.GIB);
            case 3, 6 ->
                DiskExample.windowsGen2()
                        .guest(guest(GuestFacts.Family.WINDOWS, "Windows Server 2022 Standard", "10.0", name))
                        .used(1, 30 * ByteSize.MIB)
                        .used(3, used)
                        .allocated(used + 2 * ByteSize.GIB);
            default -> DiskExample.windowsGen2().fileSystem(3, "bitlocker");
        };
    }

    private static GuestFacts guest(GuestFacts.Family family, String product, String version, String host) {
        return new GuestFacts(
                family,
                Optional.of(product),
                Optional.of(version),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Architecture.X64),
                Optional.of(host.toUpperCase(Locale.ROOT)),
                Facts.builder()
                        .known(GuestFacts.FAMILY_EVIDENCE, List.of("its files"), "the disk")
                        .build());
    }
}
