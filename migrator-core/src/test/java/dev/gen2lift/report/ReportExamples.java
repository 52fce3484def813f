package dev.gen2lift.report;

import dev.gen2lift.assess.Assessment;
import dev.gen2lift.assess.Assessor;
import dev.gen2lift.assess.ByteSize;
import dev.gen2lift.assess.DiskExample;
import dev.gen2lift.assess.DiskReading;
import dev.gen2lift.assess.FleetAssessment;
import dev.gen2lift.assess.VmExample;
import dev.gen2lift.assess.VmFacts;
import dev.gen2lift.assess.rules.StandardRules;
import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.DiskFormat;
import dev.gen2lift.disk.DiskKind;
import dev.gen2lift.guest.Architecture;
import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.Facts;
import dev.gen2lift.guest.GuestFacts;
import dev.gen2lift.guest.boot.BootLoader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Assessments and runs to write reports of. */
final class ReportExamples {

    static final Instant TIME = Instant.parse("2026-11-23T08:30:00Z");

    /** Breaks out of every place that does not escape it: text, attributes, comments, scripts, formulas. */
    static final String HOSTILE =
            "=x\"'><script>alert(1)</script><img src=x onerror=alert(1)>&amp;--></style>\u202e\ud800${7*7}";

    private static final Assessor ASSESSOR = new Assessor(StandardRules.catalogue());
    private static final String BASIC = "EBD0A0A2-B9E5-4433-87C0-68B6B72699C7";

    private ReportExamples() {}

    static FleetAssessment fleet(VmFacts... vms) {
        return ASSESSOR.assess(List.of(vms), TIME);
    }

    /** One machine of each readiness. */
    static FleetAssessment mixed() {
        DiskExample linux = DiskExample.linuxGen2()
                .path("exports/web-01/web-01.vhdx")
                .format(DiskFormat.VHDX, DiskKind.DYNAMIC)
                .sectors(512, 4096)
                .allocated(9 * ByteSize.GIB)
                .withoutLoader("EFI/BOOT/BOOTX64.EFI");
        DiskExample data = DiskExample.data()
                .path("exports/web-01/web-01-data.vhd")
                .format(DiskFormat.VHD, DiskKind.DYNAMIC)
                .capacity(500 * ByteSize.GIB + 512)
                .partition(
                        "linux-filesystem",
                        "0FC63DAF-8483-4772-8E79-3D69D8477DE4",
                        "data",
                        1,
                        300_000,
                        "xfs",
                        Optional.of("DATA"),
                        false);
        Map<Path, DiskReading> broken = new LinkedHashMap<>();
        broken.put(
                Path.of("exports/sql/sql.vhdx"),
                new DiskReading.Refused(
                        BadImageException.Kind.CORRUPT,
                        "exports/sql/sql.vhdx",
                        "VHDX region table",
                        196_608,
                        "neither copy has a valid checksum"));
        return fleet(
                VmExample.named("dc-01", DiskExample.windowsGen2().path("exports/dc-01/dc-01.vhdx")),
                VmExample.named("web-01", linux, data),
                VmExample.named(
                        "legacy-01",
                        DiskExample.windowsGen1()
                                .path("exports/legacy/old disk.vhd")
                                .format(DiskFormat.VHD, DiskKind.FIXED)
                                .capacity(80 * ByteSize.GIB)),
                VmFacts.of("sql", broken),
                VmFacts.of(
                        "locked",
                        Map.of(
                                Path.of("locked.vhdx"),
                                new DiskReading.Unreadable("AccessDeniedException: locked.vhdx"))));
    }

    /** Every text that comes from a guest or a file's name is {@link #HOSTILE}. */
    static FleetAssessment hostile() {
        String name = HOSTILE.replace("\ud800", "").replace("/", "\\");
        GuestFacts guest = new GuestFacts(
                GuestFacts.Family.WINDOWS,
                Optional.of(HOSTILE),
                Optional.of(HOSTILE),
                Optional.of(HOSTILE),
                Optional.of(HOSTILE),
                Optional.empty(),
                Optional.of(HOSTILE),
                Facts.builder()
                        .known(FactName.of(HOSTILE), HOSTILE, HOSTILE)
                        .unknown(FactName.of("unknown"), HOSTILE)
                        .build());
        DiskExample disk = DiskExample.windowsGen2()
                .path(name + ".vhdx")
                .guest(guest)
                .withoutLoaders()
                .loader(new BootLoader("EFI/" + HOSTILE, Architecture.X64, true, List.of(HOSTILE)))
                .partition(HOSTILE, BASIC, HOSTILE, 200_000, 100, HOSTILE, Optional.of(HOSTILE), false)
                .imageWarning(HOSTILE, HOSTILE)
                .tableWarning(HOSTILE, HOSTILE);
        VmFacts broken = VmFacts.of(
                HOSTILE,
                Map.of(
                        Path.of(name),
                        new DiskReading.Refused(BadImageException.Kind.CORRUPT, HOSTILE, HOSTILE, 0, HOSTILE)));
        return fleet(VmExample.named(HOSTILE, disk), broken);
    }

    static RunReport run(Optional<Assessment> assessment) {
        return run("vm1", "os.vhdx", assessment);
    }

    static RunReport run(String text, String path, Optional<Assessment> assessment) {
        return new RunReport(
                "rehearse",
                "Rehearsal of " + text,
                TIME,
                75.25,
                false,
                Optional.of("the write SAS expired: " + text),
                text,
                List.of(
                        new RunReport.Step("Inspect " + text, RunReport.Outcome.DONE, 0.4),
                        new RunReport.Step("Upload", RunReport.Outcome.ALREADY_DONE, 3700)),
                List.of(new RunReport.Resource("Microsoft.Compute/disks", text, "/subscriptions/0/" + text)),
                List.of(new RunReport.DiskTransfer(
                        Path.of(path),
                        text,
                        8 * ByteSize.GIB,
                        ByteSize.GIB,
                        ByteSize.MIB + 512,
                        7 * ByteSize.GIB,
                        Optional.of("0123456789abcdef".repeat(4)),
                        Optional.of(1.5),
                        Optional.empty(),
                        Optional.empty())),
                assessment);
    }
}
