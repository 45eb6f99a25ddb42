package workshop.docs;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import workshop.docs.Page.Block;

/**
 * What a page shows is what the real thing says, and where it leads to is there. With {@code -Ddocs=write} the pages
 * are brought up to date first; look at what has changed before you commit it.
 */
class DocsTest {

    private static final Pattern JAVADOC = Pattern.compile(
            "https://docs\\.oracle\\.com/en/java/javase/17/docs/api/([\\w.]+)/([\\w/]+)\\.html(#\\S+)?");
    private static final Pattern JLS = Pattern.compile(
            "https://docs\\.oracle\\.com/javase/specs/jls/se17/html/jls-(\\d+)\\.html#jls-\\1(\\.\\d+)*");

    private static final String PROJECT = "https://github\\.com/[\\w-]+/[\\w-]+";

    static Stream<Page> pages() {
        return Page.all().stream();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void eachBlockShowsTheRealThing(Page page) throws IOException {
        Page now = System.getProperty("docs", "").equals("write") ? broughtUpToDate(page) : page;
        assertAll(now.blocks().stream().map(block -> (Executable) () -> assertEquals(
                lasting(block, RealThing.of(block)), lasting(block, block.text()), () -> "line " + block.line())));
    }

    private static Page broughtUpToDate(Page page) throws IOException {
        Page now = page;
        for (Block block : page.blocks().stream().sorted((a, b) -> b.line() - a.line()).toList()) {
            now = now.with(block, RealThing.of(block)); // from the last one up, so that the lines stay true
        }
        now.write();
        return now;
    }

    /** Which of several waiting callers comes next is the choice of the JVM. */
    private static String lasting(Block block, String text) {
        return block.kind().equals("picture") ? text.replaceAll("caller-\\d|/\\w+ *", "*") : text;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void eachLinkLeadsSomewhere(Page page) {
        assertAll(page.links().stream().map(link -> (Executable) () -> leadsSomewhere(page, link)));
    }

    private static void leadsSomewhere(Page page, String link) {
        Matcher javadoc = JAVADOC.matcher(link);
        if (javadoc.matches()) {
            Class<?> type = assertDoesNotThrow(() -> Class.forName(javadoc.group(2).replace('/', '.')));
            assertEquals(javadoc.group(1), type.getModule().getName(), link);
        } else if (link.startsWith("http")) {
            assertTrue(JLS.matcher(link).matches() || link.matches(PROJECT), link);
        } else {
            String target = link.replaceAll("#.*", "");
            boolean isThere = Files.exists(page.file().resolveSibling(target))
                    || Files.exists(Path.of("..", target)); // the starter has its README and the lessons in one folder
            assertTrue(isThere, () -> link + " is not there");
        }
    }

    /** Each command was made from parts that exist: test classes, profiles, executions, arguments of the demo. */
    @ParameterizedTest
    @MethodSource("pages")
    void eachCommandCanBeGiven(Page page) throws IOException {
        String poms = Stream.of("../pom.xml", "../solutions/pom.xml", "../archetype/src/main/starter/pom.xml")
                .map(pom -> assertDoesNotThrow(() -> Files.readString(Path.of(pom))))
                .collect(joining());
        assertAll(page.commands().stream().map(command -> (Executable) () -> {
            for (String test : values("-Dtest=([\\w.]+)", command)) {
                assertDoesNotThrow(() -> Class.forName(test.contains(".") ? test
                        : "workshop." + test.replace("Test", "").toLowerCase() + "." + test), command);
            }
            for (String profile : values("-P(\\w+)", command)) {
                assertTrue(poms.contains("<id>" + profile + "</id>"), command);
            }
            for (String execution : values("exec:java@([\\w-]+)", command)) {
                assertTrue(poms.contains("<id>" + execution + "</id>"), command);
            }
        }));
    }

    private static List<String> values(String pattern, String command) {
        return Pattern.compile(pattern).matcher(command).results().map(found -> found.group(1)).toList();
    }
}
