package dev.gen2lift.report;

import dev.gen2lift.assess.FleetAssessment;
import dev.gen2lift.report.fleet.FleetPage;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.WriterOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Map;

/** The pages, from the templates in src/main/jte, which are compiled with the program. */
final class HtmlPages {

    private static final TemplateEngine ENGINE = TemplateEngine.createPrecompiled(
            null, ContentType.Html, HtmlPages.class.getClassLoader(), "dev.gen2lift.report.templates");

    private HtmlPages() {}

    /** Streams the page: its size is bounded by the disk, not by memory. */
    static void assessment(FleetAssessment fleet, ReportExtras extras, Writer out) throws IOException {
        render("assessment.jte", Map.of("page", FleetPage.of(fleet, extras)), out);
    }

    static void run(RunReport run, Writer out) throws IOException {
        render("run.jte", Map.of("run", run), out);
    }

    private static void render(String template, Map<String, Object> values, Writer out) throws IOException {
        try {
            Writer visible = new VisibleText(out);
            ENGINE.render(template, values, new WriterOutput(visible));
            visible.flush();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
