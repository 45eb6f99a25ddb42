package workshop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.github.memoworkshop.memotest.demo.Options.Mode;
import io.github.memoworkshop.memotest.demo.Rounds;
import io.github.memoworkshop.memotest.lab.Lab;
import io.github.memoworkshop.memotest.picture.Comparison;
import io.github.memoworkshop.memotest.picture.Picture;
import io.github.memoworkshop.memotest.picture.Picture.Kind;
import io.github.memoworkshop.memotest.picture.Picture.Lane;
import io.github.memoworkshop.memotest.picture.Picture.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import workshop.promises.FetchesInParallel;
import workshop.promises.IsThreadSafe;
import workshop.promises.Remembers;

/** The pictures of the four memos show what the workshop says of them, and a test run puts them on a page. */
class PicturesTest {

    private static final String RULE = "One key is fetched while another one is being fetched.";

    @Test
    void memo1FetchesOnePageAfterTheOtherAndHasThemAllInItsCacheThen() {
        Picture seen = Rounds.of(workshop.memo1.Memo.class, Mode.SEQUENTIAL).seen();

        assertEquals(List.of(new Lane("caller-1", List.of("/latch", "/lock", "/map", "/thread"), List.of(
                new Span(Kind.FETCHES, "/latch", 0, 1),
                new Span(Kind.FETCHES, "/lock", 1, 2),
                new Span(Kind.FETCHES, "/map", 2, 3),
                new Span(Kind.FETCHES, "/thread", 3, 4),
                new Span(Kind.FROM_CACHE, "/latch", 4, 4),
                new Span(Kind.FROM_CACHE, "/lock", 4, 4),
                new Span(Kind.FROM_CACHE, "/map", 4, 4),
                new Span(Kind.FROM_CACHE, "/thread", 4, 4)))), seen.lanes());
    }

    @Test
    void memo2IsAStaircase() {
        Comparison memo2 = Rounds.of(workshop.memo2.Memo.class, Mode.CONCURRENT);

        List<Span> fetches = spans(memo2.seen(), Kind.FETCHES);
        assertEquals(List.of(0L, 1L, 2L, 3L), fetches.stream().map(Span::from).toList());
        assertEquals(List.of(1L, 2L, 3L, 4L), fetches.stream().map(Span::to).toList());
        assertEquals(4, fetches.stream().map(Span::key).distinct().count());
        assertEquals(7, memo2.seen().count(Kind.WAITS_FOR_LOCK), "all but the first wait");
        assertEquals(4, memo2.seen().count(Kind.FROM_CACHE), "the second caller of each page");
        assertEquals("memo2: 4 fetches in 4 rounds", memo2.seen().title());
        assertEquals("The best possible: 4 fetches in 1 round", memo2.ideal().title());
    }

    @Test
    void memo3HasDoubledBars() {
        Picture seen = Rounds.of(workshop.memo3.Memo.class, Mode.CONCURRENT).seen();

        assertEquals(List.of("/latch", "/latch", "/lock", "/lock", "/map", "/map", "/thread", "/thread"),
                spans(seen, Kind.FETCHES).stream().map(Span::key).toList());
        assertEquals(8, seen.lanes().stream().flatMap(lane -> lane.spans().stream())
                .filter(span -> span.from() == 0 && span.to() == 1).count(), "all side by side");
    }

    @Test
    void memo4HasOneBarPerPageAndTheOtherCallerWaitsBesideIt() {
        Comparison memo4 = Rounds.of(workshop.memo4.Memo.class, Mode.CONCURRENT);

        assertEquals(List.of("/latch", "/lock", "/map", "/thread"),
                spans(memo4.seen(), Kind.FETCHES).stream().map(Span::key).toList());
        for (int fetcher = 0; fetcher < 8; fetcher += 2) {
            String page = memo4.seen().lanes().get(fetcher).keys().get(0);
            assertEquals(List.of(new Span(Kind.FETCHES, page, 0, 1)), memo4.seen().lanes().get(fetcher).spans());
            assertEquals(List.of(new Span(Kind.WAITS_FOR_ENTRY, page, 0, 1)),
                    memo4.seen().lanes().get(fetcher + 1).spans());
        }
        assertEquals(memo4.ideal().lanes(), memo4.seen().lanes(), "better is not possible");
    }

    @Test
    void aTestRunWritesAPageAndPublishesWhatLedToEachFailure(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("new folder/index.html");

        EngineExecutionResults run = run(file, Stage.class, "differentKeysAreFetchedSideBySide", Lab.class);

        String html = Files.readString(file);
        assertTrue(html.contains("<h2>memo2</h2>\n<p>1 test failed in this run.</p>"), html);
        assertTrue(html.contains("memo2: 4 fetches in 4 rounds"), html);
        assertTrue(html.contains("The best possible: 4 fetches in 1 round"), html);
        assertTrue(html.contains("<li>caller-2 waits for a lock at Memo.java:28  Result&lt;V&gt; known = "
                + "cache.get(key);</li>\n<li><span class=\"broken\">\u2717 Rule broken: " + RULE + "</span>"), html);
        String svg = run.allEvents().reportingEntryPublished().stream().findFirst().orElseThrow()
                .getRequiredPayload(ReportEntry.class).getKeyValuePairs().get("picture");
        assertTrue(svg.startsWith("<svg ") && svg.contains("Rule broken: " + RULE), svg);
    }

    @Test
    void aDataRaceIsDrawnWithBothAccessesWhereTheyWereMade(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("index.html");

        run(file, RacyStage.class, "callersInTurn", Lab.class);

        String html = Files.readString(file);
        assertTrue(html.contains("""
                <li>caller-1 ends the fetch of &quot;a&quot;</li>
                <li>caller-1 writes Memo.cache (HashMap) at Memo.java:30  cache.put(key, fetched);</li>
                <li>caller-1 gets &quot;page a&quot;</li>
                <li>caller-2 calls get(&quot;b&quot;)</li>
                <li>caller-2 reads Memo.cache (HashMap) at Memo.java:27  Result&lt;V&gt; known = cache.get(key);
                <span class="broken">\u2717 Rule broken: Where one caller writes"""), html);
    }

    @Test
    void aPageThatCannotBeWrittenFailsNoTest(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("a file")).resolve("index.html");

        EngineExecutionResults run = run(file, Stage.class, "aValueIsRemembered", Lab.class);

        assertEquals(1, run.testEvents().succeeded().count());
        assertEquals(0, run.allEvents().failed().count());
        assertFalse(Files.exists(file));
    }

    private static List<Span> spans(Picture picture, Kind kind) {
        return picture.lanes().stream()
                .flatMap(lane -> lane.spans().stream())
                .filter(span -> span.kind() == kind)
                .toList();
    }

    private static EngineExecutionResults run(Path page, Class<?> stage, String test, Class<?>... parameters) {
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameter("memotest.page", page.toString())
                .configurationParameter("memotest.publish", "true")
                .selectors(selectMethod(stage, test, parameters))
                .execute();
    }

    static class Stage implements Remembers, IsThreadSafe, FetchesInParallel {
        @Override
        public Class<?> memo() {
            return workshop.memo2.Memo.class;
        }
    }

    static class RacyStage implements IsThreadSafe {
        @Override
        public Class<?> memo() {
            return workshop.memo1.Memo.class;
        }
    }
}
