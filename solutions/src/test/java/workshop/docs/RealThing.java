package workshop.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.github.memoworkshop.memotest.demo.Options.Mode;
import io.github.memoworkshop.memotest.demo.Rounds;
import io.github.memoworkshop.memotest.picture.Picture;
import io.github.memoworkshop.memotest.picture.SvgPicture;
import io.github.memoworkshop.memotest.picture.TextPicture;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import workshop.docs.Page.Block;
import workshop.promises.FetchesInParallel;
import workshop.promises.IsThreadSafe;

/** What the blocks of the pages show, taken from its source. */
final class RealThing {

    private RealThing() {}

    /** What should be in this block. */
    static String of(Block block) throws IOException {
        String[] subject = block.subject().split("[ .]");
        return switch (block.kind()) {
            case "excerpt" -> excerpt(Path.of("src/main/java", block.subject()), block.text());
            case "failure" -> failure(subject[0], subject[2]);
            case "picture" -> picture(subject[0], mode(subject[1]));
            case "checked" -> verbatimIf(Files.exists(Path.of("..", block.subject())), block);
            default -> verbatimIf(block.text().lines().allMatch(line -> line.matches("(mvn|java|cd) .*")), block);
        };
    }

    private static String verbatimIf(boolean isKnown, Block block) {
        assertTrue(isKnown, () -> "line " + block.line() + ": nothing says what this block shows");
        return block.text();
    }

    /** The lines of the file that are those of the text, however far they are indented, if it has them. */
    private static String excerpt(Path source, String text) throws IOException {
        List<String> wanted = stripped(text.lines());
        List<String> there = stripped(Files.lines(source));
        assertTrue(Collections.indexOfSubList(there, wanted) >= 0, () -> "not in " + source + ":\n" + text);
        return text;
    }

    private static List<String> stripped(Stream<String> lines) {
        return lines.map(String::strip).toList();
    }

    /** What a test of a promise says of a memo. */
    private static String failure(String memo, String test) {
        return run(memo, test).testEvents()
                .failed()
                .stream()
                .findFirst()
                .orElseThrow()
                .getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow()
                .getMessage();
    }

    private static EngineExecutionResults run(String memo, String test) {
        Class<?> held =
                memo.equals("readme") ? Readme.class : classOf("workshop.GridTest$" + memo.replaceFirst("m", "M"));
        Method method = Stream.of(held.getMethods()).filter(it -> it.getName().equals(test)).findFirst().orElseThrow();
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameter("memotest.publish", "true")
                .selectors(selectMethod(held, method))
                .execute();
    }

    /** What a memo makes of eight requests, in characters that every terminal has. */
    private static String picture(String memo, Mode mode) {
        return TextPicture.of(demo(memo, mode), StandardCharsets.US_ASCII).strip();
    }

    private static Picture demo(String memo, Mode mode) {
        return Rounds.of(classOf("workshop." + memo + ".Memo"), mode).seen();
    }

    /** What a block of a picture or a failure shows, as a drawing. */
    static String svg(Block block) {
        String[] subject = block.subject().split("[ .]");
        if (block.kind().equals("picture")) {
            return SvgPicture.document(demo(subject[0], mode(subject[1])));
        }
        return run(subject[0], subject[2]).allEvents()
                .reportingEntryPublished()
                .stream()
                .findFirst()
                .orElseThrow()
                .getRequiredPayload(ReportEntry.class)
                .getKeyValuePairs()
                .get("picture");
    }

    private static Mode mode(String name) {
        return Mode.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static Class<?> classOf(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError("the page shows something of " + name + ", which is not there", e);
        }
    }

    /** The memo of the examples in the starter's README. */
    static final class Readme implements IsThreadSafe, FetchesInParallel {

        @Override
        public Class<?> memo() {
            return workshop.readme.Memo.class;
        }
    }
}
