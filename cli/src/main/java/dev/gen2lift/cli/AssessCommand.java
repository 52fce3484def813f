package dev.gen2lift.cli;

import dev.gen2lift.assess.Assessment;
import dev.gen2lift.assess.Assessor;
import dev.gen2lift.assess.Finding;
import dev.gen2lift.assess.FleetAssessment;
import dev.gen2lift.assess.SitePolicy;
import dev.gen2lift.assess.Sizer;
import dev.gen2lift.assess.VmFacts;
import dev.gen2lift.assess.policy.PolicyException;
import dev.gen2lift.assess.policy.PolicyFile;
import dev.gen2lift.assess.rules.StandardRules;
import dev.gen2lift.cli.console.Console;
import dev.gen2lift.cli.console.ConsoleCommand;
import dev.gen2lift.cli.console.Table;
import dev.gen2lift.preparation.PreparationFolder;
import dev.gen2lift.report.AssessDocument;
import dev.gen2lift.report.AssessmentReport;
import dev.gen2lift.report.Json;
import dev.gen2lift.report.ReportExtras;
import dev.gen2lift.report.baseline.Baseline;
import dev.gen2lift.report.baseline.BaselineException;
import dev.gen2lift.report.baseline.BaselineReader;
import dev.gen2lift.report.baseline.Changes;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code assess}: what stands between disks and a Generation 2 VM. */
@Command(
        name = "assess",
        description = "Tells what stands between disk images and a Generation 2 VM in Azure.",
        footer = {
            "",
            "A folder that Hyper-V exported to gives its VMs, with their settings. In any other folder, disks that"
                    + " begin",
            "alike are one VM's. Images are taken for the disks of VMs in the order given: each one that shows an",
            "installed system begins a VM, those that do not belong to the one before. --vm makes one VM of them all."
        })
final class AssessCommand extends ConsoleCommand {

    @Mixin
    SourceImage source = new SourceImage();

    @Mixin
    SizingOptions sizing = new SizingOptions();

    @Mixin
    MachineSources machines = new MachineSources();

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Write index.html, report.json, report.csv and report.sarif here.")
    @Nullable
    Path report;

    @Option(
            names = "--prepare",
            paramLabel = "DIR",
            description = "Write a script a machine here that puts right inside the guest what was found; --report"
                    + " writes them into prepare below its folder.")
    @Nullable
    Path prepare;

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "An older report.json: tells what has changed since.")
    @Nullable
    Path baseline;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description =
                    "What the site makes of the rules, and what it wants its machines to become (docs/policy.md).")
    @Nullable
    Path policy;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Console console = console();
        Assessor assessor = new Assessor(StandardRules.catalogue(), sitePolicy());
        Optional<Baseline> older = older();
        Sizer sizer = sizing.sizer(console);
        List<VmFacts> found = machines.read(console, source);
        FleetAssessment fleet = sizer.size(assessor.assess(found, Instant.now()));
        Optional<Changes> changes = older.map(before -> Changes.between(before, fleet));
        Path page = report == null
                ? null
                : AssessmentReport.write(report, fleet, new ReportExtras(changes, linkedScripts(fleet)));
        Path scripts = prepare != null || report == null ? prepare : report.resolve("prepare");
        int prepared = scripts == null ? 0 : PreparationFolder.write(scripts, fleet);
        if (console.json()) {
            console.result(Json.text(AssessDocument.of(fleet, changes)));
        } else {
            fleet.vms().forEach(assessment -> console.result(text(assessment)));
            changes.ifPresent(since -> console.result(ChangesText.of(since)));
        }
        if (page != null) {
            console.note("report: " + page.toAbsolutePath());
        }
        if (scripts != null && prepared > 0) {
            console.note("scripts for " + prepared + (prepared == 1 ? " machine: " : " machines: ")
                    + scripts.toAbsolutePath());
        }
        return fleet.summary().notReady() > 0 ? ExitCode.NO : ExitCode.DONE;
    }

    private Optional<Baseline> older() throws IOException {
        if (baseline == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(BaselineReader.read(baseline));
        } catch (NoSuchFileException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, "NOT_FOUND", "no such file (" + baseline + ")", "");
        } catch (BaselineException e) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "BASELINE",
                    "no report of an assessment, " + e.getMessage() + " (" + baseline + ")",
                    "name the report.json of an older run, or what assess --json printed");
        }
    }

    /** The scripts that the page can link to: those that are written below it. */
    private Map<Integer, String> linkedScripts(FleetAssessment fleet) {
        Map<Integer, String> links = new LinkedHashMap<>();
        if (prepare == null) {
            PreparationFolder.places(fleet).forEach((at, place) -> links.put(at, "prepare/" + place));
        }
        return links;
    }

    private SitePolicy sitePolicy() throws IOException {
        if (policy == null) {
            return SitePolicy.NONE;
        }
        try {
            return PolicyFile.read(policy, StandardRules.catalogue());
        } catch (PolicyException e) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT, "POLICY", Table.printable(e.getMessage() + " (" + policy + ")"), e.hint());
        } catch (NoSuchFileException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, "NOT_FOUND", "no such policy (" + policy + ")", "");
        }
    }

    private static String text(Assessment assessment) {
        StringBuilder text = new StringBuilder();
        text.append(Table.printable(assessment.vm().name()))
                .append(": ")
                .append(Table.word(assessment.readiness()).replace('-', ' '))
                .append('\n');
        assessment
                .reasons()
                .forEach(reason ->
                        text.append("  ").append(Table.printable(reason)).append('\n'));
        assessment.sizing().ifPresent(sizing -> text.append(SizingText.of(sizing, assessment.disks())));
        Table findings = new Table();
        for (Finding finding : assessment.findings()) {
            findings.row(
                    "",
                    Table.word(finding.severity()),
                    finding.rule().id(),
                    finding.subject(),
                    oneLine(finding.evidence()));
        }
        text.append(findings).append('\n');
        assessment
                .switchedOff()
                .forEach(off -> text.append("  switched off: ")
                        .append(off.rule())
                        .append(", ")
                        .append(Table.printable(off.reason()))
                        .append('\n'));
        return text.toString();
    }

    private static String oneLine(String evidence) {
        return evidence.lines().findFirst().orElse("");
    }
}
