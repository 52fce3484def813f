package dev.gen2lift.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.assess.Assessment;
import dev.gen2lift.assess.ByteSize;
import dev.gen2lift.assess.DiskExample;
import dev.gen2lift.assess.FleetAssessment;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.VmExample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HtmlReportTest {

    @TempDir
    Path folder;

    /** Parses as a browser does, and fails on what a browser would have to guess. */
    private static Document parse(Path page) throws IOException {
        Parser parser = Parser.htmlParser().setTrackErrors(20);
        Document document = Jsoup.parse(Files.readString(page, StandardCharsets.UTF_8), "", parser);
        assertThat(parser.getErrors()).isEmpty();
        return document;
    }

    static Stream<FleetAssessment> fleets() {
        return Stream.of(ReportExamples.mixed(), ReportExamples.hostile(), ReportExamples.fleet());
    }

    @ParameterizedTest
    @MethodSource("fleets")
    void isOneWellFormedPageThatNeedsNothingElse(FleetAssessment fleet) throws Exception {
        Document page = parse(AssessmentReport.write(folder, fleet));

        assertThat(page.select("iframe, object, embed, base, [action], link[href^=http], [src], [style]"))
                .isEmpty();
        assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
                .startsWith("default-src 'none'; base-uri 'none'; form-action 'none'; ")
                .contains("style-src 'sha256-" + sha256(page.select("style").get(0)) + "'")
                .endsWith("script-src 'sha256-" + sha256(page.select("script").get(0)) + "'");
        assertThat(page.select("script:not([type=text/html])")).hasSize(1);
        assertThat(page.getAllElements().stream()
                        .flatMap(element -> element.attributes().asList().stream())
                        .filter(attribute -> attribute.getKey().startsWith("on")))
                .isEmpty();
        assertThat(page.select("style").html()).doesNotContain("url(", "@import");
        assertThat(page.select("a[href]").eachAttr("href"))
                .allMatch(link -> link.startsWith("#") || link.startsWith("https://"));
    }

    private static String sha256(Element inline) throws NoSuchAlgorithmException {
        byte[] text = inline.data().getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(text));
    }

    @ParameterizedTest
    @MethodSource("fleets")
    void canBeFoundOnesWayAroundInWithoutSeeingIt(FleetAssessment fleet) throws IOException {
        Document page = parse(AssessmentReport.write(folder, fleet));

        assertThat(page.select("html[lang]")).hasSize(1);
        assertThat(page.select("h1")).hasSize(1);
        assertThat(page.select("main")).hasSize(1);
        assertThat(page.select("table:not(:has(caption))")).isEmpty();
        assertThat(page.select("th:not([scope])")).isEmpty();
        assertThat(page.select("svg:not([aria-label], [aria-hidden]):not([aria-hidden] svg)"))
                .isEmpty();
        assertHeadingsDoNotSkip(page);
        assertReferencesExist(page);
    }

    private static void assertHeadingsDoNotSkip(Document page) {
        int last = 0;
        for (Element heading : page.select("h1, h2, h3, h4, h5")) {
            int level = heading.tagName().charAt(1) - '0';
            assertThat(level).as(heading.text()).isLessThanOrEqualTo(last + 1);
            last = level;
        }
    }

    private static void assertReferencesExist(Document page) {
        Set<String> ids = new HashSet<>();
        page.select("[id]")
                .eachAttr("id")
                .forEach(id -> assertThat(ids.add(id)).as(id).isTrue());
        assertThat(ids).containsAll(page.select("[aria-labelledby]").eachAttr("aria-labelledby"));
        assertThat(page.select("a[href^=#]").eachAttr("href")).allMatch(link -> ids.contains(link.substring(1)));
    }

    @Test
    void showsEveryFindingWithEvidenceAndRemedy() throws IOException {
        FleetAssessment fleet = ReportExamples.mixed();

        Document page = parse(AssessmentReport.write(folder, fleet));

        List<Element> sections = page.select("section.vm");
        assertThat(sections).hasSameSizeAs(fleet.vms());
        for (int i = 0; i < sections.size(); i++) {
            Assessment vm = fleet.vms().get(i);
            Element section = sections.get(i);
            assertThat(section.select(".finding summary code").eachText())
                    .containsExactlyElementsOf(vm.findings().stream()
                            .map(finding -> finding.rule().id())
                            .toList());
            assertThat(section.select(".finding.blocker"))
                    .hasSize(vm.findings(Severity.BLOCKER).size());
            assertThat(section.select(".finding pre, .finding > p.advice")).hasSameSizeAs(vm.findings());
            assertThat(section.select(".finding[open]"))
                    .hasSize(vm.findings(Severity.BLOCKER).size());
        }
        assertThat(page.select("#fleet-table tbody tr")).hasSameSizeAs(fleet.vms());
    }

    @Test
    void drawsPartitionsToScale() throws IOException {
        Document page = parse(AssessmentReport.write(folder, ReportExamples.mixed()));

        Element map = page.select("section.vm").get(1).select("svg.map").get(0);

        assertThat(map.attr("aria-label"))
                .isEqualTo("Partitions on 128 GiB: 1 efi-system 512 MiB, 2 linux-filesystem 97.65 GiB");
        Element root = map.select("g").get(1);
        assertThat(Double.parseDouble(root.select(".part").attr("width"))).isBetween(762.0, 764.0);
        assertThat(Double.parseDouble(root.select(".part").attr("x"))).isBetween(3.9, 4.0);
        assertThat(root.select(".untold").attr("width"))
                .isEqualTo(root.select(".part").attr("width"));
    }

    @Test
    void drawsWhatOfAPartitionIsInUse() throws IOException {
        Document page = parse(AssessmentReport.write(
                folder,
                ReportExamples.fleet(VmExample.of(DiskExample.linuxGen2().used(2, 25_000 * ByteSize.MIB)))));

        Element root = page.select("svg.map g").get(1);
        double part = Double.parseDouble(root.select(".part").attr("width"));
        assertThat(Double.parseDouble(root.select(".used").attr("width"))).isBetween(part / 4 - 0.1, part / 4 + 0.1);
        assertThat(root.select("title").text()).endsWith("97.65 GiB with 24.41 GiB in use");
        assertThat(page.select("table:contains(Partitions) tbody tr td:last-child")
                        .eachText())
                .containsExactly("not known", "24.41 GiB (25 %)");
        assertThat(page.select("#fleet-table tbody td").eachText()).contains("24.41 GiB");
    }

    @Test
    void hostileNamesStayText() throws IOException {
        Path index = AssessmentReport.write(folder, ReportExamples.hostile());

        Document page = parse(index);

        assertThat(page.select("script")).hasSize(1);
        assertThat(page.select("img")).isEmpty();
        assertThat(page.select("style")).hasSize(1);
        String shown = ReportExamples.HOSTILE.replace('\u202e', '\ufffd').replace('\ud800', '\ufffd');
        assertThat(page.select("section.vm h2 bdi").eachText()).containsOnly(shown);
        assertThat(page.select("table td bdi").eachText()).contains(shown);
        assertThat(Files.readString(index)).doesNotContain("\u202e").contains("&lt;script&gt;");
    }

    @Test
    void hostileNamesStayTextInTheReportOfARun() throws IOException {
        Path index = ReportExamples.run(
                        ReportExamples.HOSTILE,
                        "a<script>.vhdx",
                        Optional.of(ReportExamples.hostile().vms().get(0)))
                .write(folder);

        Document page = parse(index);

        assertThat(page.select("script")).hasSize(1);
        assertThat(page.select("img")).isEmpty();
        assertThat(page.title()).contains("<script>alert(1)</script>");
        assertHeadingsDoNotSkip(page);
        assertReferencesExist(page);
        assertThat(folder.resolve("report.json")).isNotEmptyFile();
    }

    @Test
    void aRunShowsStepsResourcesAndBytes() throws IOException {
        Document page = parse(ReportExamples.run(Optional.empty()).write(folder));

        assertThat(page.select("#steps + div tbody tr").eachText())
                .containsExactly("Inspect vm1 done 0.4 s", "Upload was done already 1 h 01 min");
        assertThat(page.select("#resources + div tbody tr").eachText())
                .containsExactly("Microsoft.Compute/disks vm1 /subscriptions/0/vm1");
        assertThat(page.select("#disks + div tbody tr").eachText())
                .containsExactly("os.vhdx vm1 8 GiB 1 GiB 1 MiB 7 GiB " + "0123456789abcdef".repeat(4));
        assertThat(page.select("#outcome ~ p").eachText()).containsExactly("✕ Failed", "the write SAS expired: vm1");
    }

    @Test
    void writesAllFilesAndLeavesNothingElse() throws IOException {
        Path target = folder.resolve("new/report");

        Path index = AssessmentReport.write(target, ReportExamples.mixed());

        assertThat(index).isEqualTo(target.resolve("index.html"));
        try (Stream<Path> files = Files.list(target)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("index.html", "report.json", "report.csv", "report.sarif");
        }
    }

    @Test
    void theSameAssessmentGivesTheSameBytes() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        AssessmentReport.write(first, ReportExamples.mixed());
        AssessmentReport.write(second, ReportExamples.mixed());

        for (String file : List.of("index.html", "report.json", "report.csv", "report.sarif")) {
            assertThat(second.resolve(file)).hasSameBinaryContentAs(first.resolve(file));
        }
    }

    @Test
    void anOldReportSurvivesAFailureUntouched() throws IOException {
        Path index = AssessmentReport.write(folder, ReportExamples.mixed());
        String old = Files.readString(index);

        assertThatThrownBy(() -> {
                    try (ReportFolder files = ReportFolder.open(folder)) {
                        files.text(ReportFolder.HTML, out -> out.write("half"));
                        files.text(ReportFolder.JSON, out -> {
                            throw new IOException("no space left");
                        });
                        files.complete();
                    }
                })
                .isInstanceOf(IOException.class);

        assertThat(index).hasContent(old);
        assertThat(folder.toFile().list()).hasSize(4);
    }

    @Test
    void aThousandMachinesAreWrittenAsAStream() throws IOException {
        FleetAssessment few = ReportExamples.mixed();
        FleetAssessment fleet = new FleetAssessment(
                few.assessedAt(),
                Stream.generate(few.vms()::stream)
                        .limit(200)
                        .flatMap(vms -> vms)
                        .toList());

        Path index = AssessmentReport.write(folder, fleet);

        assertThat(fleet.summary().vms()).isEqualTo(1000);
        Document page = parse(index);
        assertThat(page.select("#fleet-table tbody tr")).hasSize(1000);
        assertThat(page.select("section.vm")).isEmpty();
        assertThat(page.select("script[type=text/html]")).hasSize(1000).allSatisfy(held -> {
            Document section = Jsoup.parseBodyFragment(held.data());
            assertThat(section.select("section.vm").attr("id") + "-held").isEqualTo(held.id());
        });
    }
}
