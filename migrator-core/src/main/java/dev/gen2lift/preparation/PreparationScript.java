package dev.gen2lift.preparation;

import dev.gen2lift.assess.Assessment;
import dev.gen2lift.assess.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A script that puts right what was found in one machine's guest. To be run inside it, before it is shut down for its
 * move; run again it changes nothing more.
 *
 * @param fileName "prepare.sh" or "prepare.ps1"
 * @param text as it is written to disk, in UTF-8
 * @param rules the ids of the rules whose findings it puts right
 */
public record PreparationScript(String fileName, String text, List<String> rules) {

    public PreparationScript {
        rules = List.copyOf(rules);
    }

    /** The script for a machine; empty where nothing that was found can be put right inside the guest. */
    public static Optional<PreparationScript> of(Assessment assessment) {
        return assessment.vm().family().asOptional().flatMap(ScriptKind::of).flatMap(kind -> of(assessment, kind));
    }

    private static Optional<PreparationScript> of(Assessment assessment, ScriptKind kind) {
        Map<Fix, Finding> wanted = new LinkedHashMap<>();
        for (Finding finding : assessment.findings()) {
            if (finding.decided()) {
                Fixes.of(finding.rule().id(), kind).ifPresent(fix -> wanted.putIfAbsent(fix, finding));
            }
        }
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        String text = kind == ScriptKind.SHELL
                ? shell(assessment.vm().name(), wanted)
                : powershell(assessment.vm().name(), wanted);
        return Optional.of(new PreparationScript(
                kind.fileName(),
                kind.file(text),
                wanted.keySet().stream().map(Fix::rule).toList()));
    }

    private static String shell(String vm, Map<Fix, Finding> wanted) {
        StringBuilder text = new StringBuilder();
        text.append("""
                #!/bin/sh
                # Prepares a Linux for Azure. Read it, try it with --dry-run, then run it as root inside the machine
                # before the machine is shut down for its move: sudo sh prepare.sh
                set -u

                """);
        parts(ScriptKind.SHELL, wanted).forEach(part -> text.append(part).append('\n'));
        text.append("begin\n").append("printf 'Preparing %s for Azure.\\n' ").append(ScriptKind.SHELL.word(vm));
        text.append("\n\n");
        wanted.forEach((fix, finding) -> text.append("apply ")
                .append(fix.rule())
                .append(' ')
                .append(fix.function())
                .append(' ')
                .append(ScriptKind.SHELL.word(finding.rule().title()))
                .append('\n'));
        return text.append("finish\n").toString();
    }

    private static String powershell(String vm, Map<Fix, Finding> wanted) {
        StringBuilder text = new StringBuilder();
        parts(ScriptKind.POWERSHELL, wanted).forEach(part -> text.append(part).append('\n'));
        text.append("Start-Preparation ").append(ScriptKind.POWERSHELL.word(vm)).append("\n\n");
        wanted.forEach((fix, finding) -> text.append("Invoke-Fix ")
                .append(ScriptKind.POWERSHELL.word(fix.rule()))
                .append(" ${function:")
                .append(fix.function())
                .append("} ")
                .append(ScriptKind.POWERSHELL.word(finding.rule().title()))
                .append('\n'));
        return text.append("Complete-Preparation\n").toString();
    }

    private static List<String> parts(ScriptKind kind, Map<Fix, Finding> wanted) {
        Set<String> names = new LinkedHashSet<>(Fixes.always(kind));
        wanted.keySet().forEach(fix -> names.addAll(fix.parts()));
        List<String> parts = new ArrayList<>();
        names.forEach(name -> parts.add(resource(kind.resource(name))));
        return parts;
    }

    private static String resource(String name) {
        try (InputStream in = PreparationScript.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
