package dev.gen2lift.guest.linux;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.fuzz.ReadOrRefuse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** GRUB scripts, whose files and environment come from the same input. */
@Timeout(20)
class GrubScriptFuzzTest {

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "load_env\nset default=\"${saved_entry}\"\nmenuentry 'a b' --id x { linux /k $opts\ninitrd /i }\n",
                        "if [ x$a = xy ]; then set b=1; elif [ -s f ]; then true; else . /c; fi\nsubmenu s { menuentry m { }\n}",
                        "function f { echo \\\n} }\nfor i in a; do\nwhile true; do :; done; done\nblscfg\nconfigfile /x")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest
    void givesAMenuOrIsRefused(byte[] input) throws IOException {
        String text = new String(input, StandardCharsets.UTF_8);
        TextFile script = TextFile.of("grub.cfg", text);
        GrubScript.Sources sources = new GrubScript.Sources() {
            @Override
            public Map<String, String> environment() {
                return GrubEnvironment.parse("# GRUB Environment Block\n" + text);
            }

            @Override
            public Optional<TextFile> script(String path) {
                return Optional.of(script);
            }

            @Override
            public List<BlsEntry> entries() {
                return List.of(BlsEntry.parse(script));
            }
        };
        ReadOrRefuse.within(() -> {
            try {
                GrubScript.menu(script, sources).defaultEntry();
            } catch (BadImageException e) {
                assertThat(e.kind()).isEqualTo(BadImageException.Kind.LIMIT);
            }
        });
    }
}
