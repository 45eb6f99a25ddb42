package workshop.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.github.memoworkshop.memotest.demo.Options.Mode;
import io.github.memoworkshop.memotest.demo.Rounds;
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
            case "picture" -> picture(subject[0], Mode.valueOf(subject[1].toUpperCase(Locale.ROOT)));
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
        Class<?> held =
                memo.equals("readme") ? Readme.class : classOf("workshop.GridTest$" + memo.replaceFirst("m", "M"));
        Method method = Stream.of(held.getMethods()).filter(it -> it.getName().equals(test)).findFirst().orElseThrow();
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(held, method))
                .execute()
                .testEvents()
                .failed()
                .stream()
                .findFirst()
                .orElseThrow()
                .getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow()
                .getMessage();
    }

    /** What a memo makes of eight requests, in characters that every terminal has. */
    private static String picture(String memo, Mode mode) {
        Class<?> type = classOf("workshop." + memo + ".Memo");
        return TextPicture.of(Rounds.of(type, mode).seen(), StandardCharsets.US_ASCII).strip();
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
