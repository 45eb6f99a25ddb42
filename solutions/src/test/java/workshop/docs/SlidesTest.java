package workshop.docs;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import workshop.docs.Page.Block;
import workshop.promises.Promise;

/** Makes the instructor's slides, in {@code target/slides.html}, and looks at them. */
@TestInstance(Lifecycle.PER_CLASS)
class SlidesTest {

    private final Page page =
            Page.all().stream().filter(it -> it.file().endsWith("docs/slides.md")).findFirst().orElseThrow();
    private final String markdown = String.join("\n", page.lines());
    private final String html = Slides.of(page);

    SlidesTest() throws IOException {
        Files.writeString(Path.of("target/slides.html"), html);
    }

    @Test
    void eachHeadingBeginsASlide() {
        List<String> headings = found("(?m)^##? (.*)", markdown.replaceAll("(?s)```.*?```", ""));

        assertEquals(headings, found("<section><h[12]>(.*)</h[12]>", html.replace("<section>\n", "<section>")));
    }

    @Test
    void whatRanIsDrawnAndSaysTheSameAsThePage() {
        List<Block> ran = page.blocks().stream().filter(it -> it.kind().matches("picture|failure")).toList();
        List<String> drawn = found("(?s)<figure>(<svg.*?</svg>)", html);

        assertEquals(ran.size(), drawn.size(), "drawings");
        for (int i = 0; i < ran.size(); i++) {
            Block block = ran.get(i);
            String subject = block.subject().replaceFirst(".* (\\w+)\\.", "$1: ");
            String title = block.kind().equals("picture") ? block.text().lines().findFirst().orElseThrow() : subject;
            assertTrue(drawn.get(i).contains("<title>" + title + "</title>"), "line " + block.line());
        }
    }

    @Test
    void theyNeedNoOtherFileAndNoNetwork() {
        assertEquals(List.of(), found("((?:src|href)=.*|@import.*|url\\(.*)", html));
    }

    @Test
    void noStageIsGivenAwayBeforeItsTime() {
        List<Integer> begins = IntStream.rangeClosed(1, 4)
                .mapToObj(stage -> markdown.indexOf("\n## Stage " + stage))
                .toList();

        for (int stage = 1; stage <= 4; stage++) {
            String before = markdown.substring(0, begins.get(stage - 1));
            assertEquals(Set.of(), Set.copyOf(found("<!-- \\w+: (?:workshop/)?(memo[" + stage + "-4])", before)),
                    "before stage " + stage);
        }
        assertEquals(begins.stream().sorted().toList(), begins);
        assertFalse(begins.contains(-1));
    }

    @Test
    void theGridIsThatOfTheTests() throws ClassNotFoundException {
        List<String> columns = cells(page.lines().stream().filter(it -> it.startsWith("| | ")).findFirst().orElseThrow());
        Map<String, Set<String>> expected = new TreeMap<>();
        for (int stage = 1; stage <= 4; stage++) {
            expected.put("`memo" + stage + "`", Stream.of(
                            Class.forName("workshop.memo" + stage + ".Memo" + stage + "Test").getInterfaces())
                    .filter(Promise.class::isAssignableFrom)
                    .map(Class::getSimpleName)
                    .collect(Collectors.toSet()));
        }

        Map<String, Set<String>> shown = page.lines().stream().filter(line -> line.startsWith("| `memo"))
                .map(SlidesTest::cells)
                .collect(toMap(row -> row.get(0), row -> IntStream.range(1, row.size())
                        .filter(column -> !row.get(column).isEmpty())
                        .mapToObj(columns::get)
                        .collect(Collectors.toSet())));

        assertEquals(expected, shown);
    }

    @Test
    void theMinutesAreThoseOfTheTimetableOfHalfADay() throws IOException {
        String guide = Files.readString(Path.of("../docs/instructor.md"));
        String halfADay = guide.substring(guide.indexOf("Half a day, "), guide.indexOf("A full day, "));

        assertEquals(found("\\| (\\d+) \\| (?:stage|break)", halfADay), found(": (\\d+) minutes", markdown));
    }

    private static List<String> cells(String row) {
        return Stream.of(row.substring(1).split("\\|")).map(String::strip).toList();
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map((MatchResult it) -> it.group(1)).toList();
    }
}
