package dev.gen2lift.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.assess.rules.StandardRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RulesDocumentTest {

    private static final Path PAGE = Path.of("..", "docs", "rules.md");

    @Test
    void thePageInDocsIsTheCatalogue() throws IOException {
        String markdown = RulesDocument.markdown(StandardRules.catalogue());
        if (Boolean.getBoolean("gen2lift.update-docs")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, markdown);
        }
        assertThat(PAGE).content().isEqualToNormalizingNewlines(markdown);
    }
}
