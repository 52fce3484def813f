package dev.gen2lift.report;

import dev.gen2lift.assess.Assessment;
import dev.gen2lift.assess.DiskFacts;
import dev.gen2lift.assess.DiskRole;
import dev.gen2lift.assess.Readiness;
import dev.gen2lift.assess.Remedy;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Target;
import dev.gen2lift.guest.DiskInspection;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.Generation;
import dev.gen2lift.guest.GuestFacts;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How pages put values into words. Public for the templates. */
public final class Wording {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT);

    private Wording() {}

    public static String readiness(Readiness readiness) {
        return switch (readiness) {
            case READY -> "Ready";
            case READY_WITH_CONDITIONS -> "Ready with conditions";
            case NOT_READY -> "Not ready";
            case UNKNOWN -> "Unknown";
        };
    }

    /** Beside the colour, for those who do not see it. */
    public static String sign(Readiness readiness) {
        return switch (readiness) {
            case READY -> "\u2713";
            case READY_WITH_CONDITIONS -> "\u25b2";
            case NOT_READY -> "\u2715";
            case UNKNOWN -> "?";
        };
    }

    /** The heading over the findings of a severity. */
    public static String severities(Severity severity) {
        return switch (severity) {
            case BLOCKER -> "Blockers";
            case WARNING -> "Warnings";
            case INFO -> "Good to know";
        };
    }

    public static String generation(Generation generation) {
        return switch (generation) {
            case V1 -> "Generation 1";
            case V2 -> "Generation 2";
            case UNKNOWN -> "unknown";
        };
    }

    /** For columns of tables. */
    public static String shortGeneration(Generation generation) {
        return switch (generation) {
            case V1 -> "Gen 1";
            case V2 -> "Gen 2";
            case UNKNOWN -> "unknown";
        };
    }

    /** For columns of tables; the size stands in a column of its own. */
    public static String shortTarget(Target target) {
        String security = switch (target.securityType()) {
            case STANDARD -> "";
            case TRUSTED_LAUNCH, CONFIDENTIAL -> ", " + target.securityType().title();
        };
        return shortGeneration(target.generation())
                + security
                + (target.controller() == Target.DiskController.NVME ? ", NVMe" : "");
    }

    public static String target(Target target) {
        return generation(target.generation()) + ", " + target.securityType().title()
                + (target.controller() == Target.DiskController.NVME ? ", NVMe disks" : "")
                + target.size().map(size -> ", " + size).orElse("");
    }

    /** Product, version, edition and host name of the installed system, as far as known; hostile text. */
    public static String guest(Assessment assessment) {
        return assessment
                .vm()
                .osDisk()
                .flatMap(DiskFacts::inspection)
                .map(DiskInspection::guest)
                .map(guest -> Stream.of(
                                guest.product(),
                                guest.version(),
                                guest.build().map(build -> "build " + build),
                                guest.edition(),
                                guest.hostName().map(name -> "host name " + name))
                        .flatMap(Optional::stream)
                        .collect(Collectors.joining(", ")))
                .orElse("");
    }

    public static String shell(Remedy.Shell shell) {
        return switch (shell) {
            case POWERSHELL -> "PowerShell";
            case SH -> "Shell";
            case NONE -> "";
        };
    }

    /** The family of operating systems, in the words of its makers. */
    public static String family(GuestFacts.Family family) {
        return switch (family) {
            case WINDOWS -> "Windows";
            case LINUX -> "Linux";
            case UNKNOWN -> "Unknown system";
        };
    }

    /** One finding's severity. */
    public static String severity(Severity severity) {
        return switch (severity) {
            case BLOCKER -> "Blocker";
            case WARNING -> "Warning";
            case INFO -> "Good to know";
        };
    }

    /** A whole number with its thousands set apart. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** What a role is called in a sentence. */
    public static String role(Fact<DiskRole> role) {
        return role.asOptional()
                .map(known -> switch (known) {
                    case OS -> "System disk";
                    case DATA -> "Data disk";
                })
                .orElse("Disk of unknown role");
    }

    public static String outcome(RunReport.Outcome outcome) {
        return switch (outcome) {
            case DONE -> "done";
            case ALREADY_DONE -> "was done already";
            case SKIPPED -> "skipped";
            case FAILED -> "failed";
        };
    }

    /** A style sheet's name for an enumerated value. */
    public static String style(Enum<?> value) {
        return Json.name(value);
    }

    public static String time(Instant instant) {
        return TIME.format(instant.atOffset(ZoneOffset.UTC));
    }

    /** To the minute below a day, to the hour from two days on. */
    public static String duration(Duration duration) {
        long minutes = Math.max(1, Math.round(duration.toSeconds() / 60.0));
        if (minutes < 60) {
            return minutes + " min";
        }
        return minutes < 48 * 60
                ? String.format(Locale.ROOT, "%d h %02d min", minutes / 60, minutes % 60)
                : String.format(Locale.ROOT, "%d d %d h", minutes / 1440, minutes % 1440 / 60);
    }

    public static String seconds(double seconds) {
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        return whole < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
    }
}
