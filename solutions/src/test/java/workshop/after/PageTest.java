package workshop.after;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The code on the page about what comes after memo4 is the code that was tested. */
class PageTest {

    private static final Pattern EXCERPT =
            Pattern.compile("<!-- excerpt: (\\S+) -->\\R```java\\R(.*?)\\R```", Pattern.DOTALL);

    @Test
    void theCodeOnThePageIsReal() throws IOException {
        String page = Files.readString(Path.of("../docs/after-memo4.md"));
        List<MatchResult> excerpts = EXCERPT.matcher(page).results().toList();

        assertEquals(page.split("```java").length - 1, excerpts.size(), "each block says what it is an excerpt of");
        for (MatchResult excerpt : excerpts) {
            String source = Files.readString(Path.of("src/main/java").resolve(excerpt.group(1)));
            assertTrue(withoutIndentation(source).contains(withoutIndentation(excerpt.group(2))),
                    () -> excerpt.group(1) + " does not contain:\n" + excerpt.group(2));
        }
    }

    private static String withoutIndentation(String code) {
        return code.replaceAll("(?m)^ +", "").replaceAll("\\R", "\n");
    }
}
