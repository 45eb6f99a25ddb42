package io.github.memoworkshop.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A class is judged from the command line, in one go, with interruptions and in shards, with the same report. */
class DeskTest {

    private static final String EMOJI = "Zo\u00eb \uD83D\uDE00 \u202Ecod.java";

    @TempDir
    private static Path folder;

    private static Path submissions;
    private static Path report;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeAll
    static void judgeAClass() throws IOException {
        submissions = Files.createDirectory(folder.resolve("submissions"));
        report = folder.resolve("report");
        Path corpus = Path.of("../solutions/src/test/corpus");
        Files.copy(corpus.resolve("right/memo1/MapOfResults.java"), submissions.resolve("=alice, B.java"));
        Files.copy(corpus.resolve("wrong/memo1/NullNotStored.java"), submissions.resolve("bob.java"));
        Files.copy(corpus.resolve("wrong/memo2/NoLock.java"), submissions.resolve(EMOJI));
        Files.copy(Path.of("src/test/hostile/refused/SystemExit.java"), submissions.resolve("mallory.java"));
        Files.copy(Path.of("../exercises/src/main/java/workshop/memo1/Memo.java"), submissions.resolve("stub.java"));
        Files.createDirectory(submissions.resolve("nobody"));
        Files.writeString(submissions.resolve("</script><b>.txt".replaceAll("[<>/]", "_")), "");
        assertEquals(0, new DeskTest().run("class", submissions.toString(), report.toString()));
    }

    @Test
    void whatChangesFromRunToRunIsNotInTheReport() {
        Map<String, List<String>> threads = new HashMap<>();

        assertEquals("Memo@... by Thread-1 and pool-1-thread-1",
                Judge.reproducible("Memo@1b2c3d by Thread-17 and pool-9-thread-2", threads));
        assertEquals("pool-2-thread-1, pool-1-thread-2, pool-1-thread-1, Thread-1",
                Judge.reproducible("pool-8-thread-1, pool-9-thread-1, pool-9-thread-2, Thread-17", threads));
        assertEquals("ForkJoinPool.commonPool-worker-1",
                Judge.reproducible("ForkJoinPool.commonPool-worker-3", threads));
    }

    @Test
    void everyVerdictIsAsItShouldBe() throws IOException {
        Report result = Json.read(report.resolve("results.json"), Report.class);

        Map<String, String> shown = new TreeMap<>();
        result.learners().forEach(learner -> {
            List<String> cells = learner.cells().stream()
                    .filter(cell -> cell.verdict() != Verdict.NOT_WRITTEN)
                    .map(cell -> cell.key() + " " + cell.verdict())
                    .toList();
            shown.put(learner.name(), learner.points() + " " + learner.standing() + " " + cells);
        });
        assertEquals("1 memo2 [memo1.Remembers kept]", shown.get("=alice, B.java"));
        assertEquals("0 memo1 [memo1.Remembers broken]", shown.get("bob.java"));
        assertEquals(
                "1 memo1 [memo2.Remembers kept, memo2.IsThreadSafe broken, memo2.FetchesOnce broken]",
                shown.get("Zo\u00eb \uD83D\uDE00 <U+202E>cod.java"));
        assertEquals("0 not judged [memo1.Remembers not judged]", shown.get("mallory.java"));
        assertEquals("0 memo1 []", shown.get("stub.java"));
        assertTrue(shown.get("nobody").startsWith("0 not judged [memo1.Remembers not judged, memo2."));
        assertEquals(7, shown.size());
    }

    @Test
    void aBrokenPromiseComesWithItsWordsAndItsLine() throws IOException {
        Cell broken = Json.read(report.resolve("results.json"), Report.class).learners().stream()
                .filter(learner -> learner.name().startsWith("Zo"))
                .flatMap(learner -> learner.cells().stream())
                .filter(cell -> cell.key().equals("memo2.IsThreadSafe"))
                .findFirst()
                .orElseThrow();

        assertTrue(broken.message().startsWith("DATA RACE on Memo.cache (HashMap)"), broken.message());
        assertEquals("workshop/memo2/Memo.java", broken.file());
        assertTrue(broken.picture().startsWith("<svg"), broken.picture());
        assertTrue(broken.source().contains(broken.line() + "          Result<V> known = cache.get(key);"),
                broken.source()::toString);
    }

    @Test
    void theRoomKnowsWhatToExplainNext() throws IOException {
        Room room = Json.read(report.resolve("results.json"), Report.class).room();

        assertEquals(Map.of("memo1", 3, "memo2", 1, "memo3", 0, "memo4", 0, "done", 0, "not judged", 3),
                room.standing());
        assertEquals(3, room.misconceptions().size());
    }

    @Test
    void namesDoNoHarmInAnyFile() throws IOException {
        String csv = Files.readString(report.resolve("results.csv"));
        assertTrue(csv.contains("\r\n\"'=alice, B.java\",1,memo2,kept,not written"), csv);
        String page = Files.readString(report.resolve("index.html"));
        assertFalse(page.contains("\u202E"));
        assertEquals(2, page.split("</script>", -1).length - 1, "ends of scripts");
        assertTrue(Files.readString(report.resolve("junit.xml")).contains("<testsuite name=\"bob.java\" tests=\"12\""
                + " failures=\"1\" errors=\"0\" skipped=\"11\">"));
    }

    @Test
    void whoStartsAgainJudgesOnlyWhatIsNotKnown() throws IOException {
        Path again = copyOf(report, "again");
        try (Stream<Path> kept = Files.list(again.resolve("kept"))) {
            Files.delete(kept.sorted().findFirst().orElseThrow());
        }

        run("class", submissions.toString(), again.toString());

        assertTrue(printed().contains("7 of 7, 6 of them known before"), printed());
        assertSameReport(again);
    }

    @Test
    void shardsMakeTheSameReport() throws IOException {
        String[] merge = {"merge", folder.resolve("merged").toString(), "", "", ""};
        for (int shard = 1; shard <= 3; shard++) {
            Path part = copyOf(report, "shard" + shard);
            merge[shard + 1] = part.toString();
            assertEquals(0, run("class", submissions.toString(), part.toString(), "--shard", shard + "/3"));
        }

        assertEquals(0, run(merge));

        assertSameReport(folder.resolve("merged"));
        merge[4] = merge[3];
        assertEquals(1, run(merge));
        assertTrue(printed().contains("Shard 2/3 is there twice"), printed());
        assertEquals(1, run("merge", folder.resolve("merged2").toString(), merge[2], merge[3]));
        assertTrue(printed().contains("Shard 3/3 is missing"), printed());
    }

    @Test
    void namesStayOutOfSharedReports() throws IOException {
        Path shared = folder.resolve("shared");

        assertEquals(0, run("merge", shared.toString(), report.toString(), "--hide-names", "a secret"));

        for (String file : List.of("index.html", "results.json", "results.csv", "junit.xml")) {
            String text = Files.readString(shared.resolve(file));
            assertTrue(text.contains("learner "), file);
            for (String word : List.of("bob", "alice", "mallory", "cod.java", "cache.get(key)")) {
                assertFalse(text.contains(word), word + " in " + file);
            }
        }
    }

    @Test
    void pointsCanBeChosen() throws IOException {
        Path settings = Files.writeString(folder.resolve("points.properties"), "points.memo1.Remembers=5\n");
        Path merged = folder.resolve("points");

        assertEquals(0, run("merge", merged.toString(), report.toString(), "--settings", settings.toString()));

        assertTrue(Files.readString(merged.resolve("results.csv")).contains("\"'=alice, B.java\",5,"));
        Files.writeString(settings, "points.memo1.Remember=5\n");
        assertEquals(1, run("merge", merged.toString(), report.toString(), "--settings", settings.toString()));
        assertTrue(printed().contains("gives points for memo1.Remember, which the kit does not have"), printed());
    }

    @Test
    void oneAnswerHasTheScoreboardThatTheGuideShows() throws IOException {
        assertEquals(0, run("answer", submissions.resolve("bob.java").toString()));

        List<String> lines = printed().replace(submissions.toString() + File.separator, "").lines().toList();
        List<String> guide = Files.readAllLines(Path.of("../docs/instructor.md"));
        int block = guide.indexOf("<!-- checked: judge/src/test/java/io/github/memoworkshop/judge/DeskTest.java -->") + 2;
        List<String> shown = guide.subList(block, block + guide.subList(block, guide.size()).indexOf("```"));
        assertEquals(String.join("\n", lines.subList(0, 6)), String.join("\n", shown));
        assertTrue(lines.contains("  Rule: null is an answer, too: it is fetched once and remembered."), printed());
    }

    @Test
    void whatCannotBeDoneIsSaid() {
        assertSays("Usage:");
        assertSays("Usage:", "answer");
        assertSays("What is meant by --shards?", "class", "a", "b", "--shards", "1/2");
        assertSays("There is no nobody: give the path", "answer", "nobody");
        assertSays("There is no memo in it", "answer", submissions.resolve("nobody").toString());
        assertSays("There is no folder nobody", "class", "nobody", "report");
        assertSays("The report cannot be in the folder of the submissions", "class", ".", "report");
        assertSays("--shard 5/4: give 1/4", "class", "a", "b", "--shard", "5/4");
        assertSays("--workers 0: give a number", "class", "a", "b", "--workers", "0");
        assertSays("Cannot read or write nothing", "answer", "a", "--settings", "nothing");
        assertSays("There is no " + Path.of("x", "results.json"), "merge", "report", "x");
    }

    private void assertSays(String sentence, String... args) {
        printed.reset();
        assertEquals(1, run(args));
        assertTrue(printed().contains(sentence), printed());
    }

    private static void assertSameReport(Path other) throws IOException {
        for (String file : List.of("index.html", "results.json", "results.csv", "junit.xml")) {
            assertEquals(-1, Files.mismatch(report.resolve(file), other.resolve(file)), file);
        }
    }

    /** A report's folder as an interrupted run leaves it: what is kept, and no report. */
    private static Path copyOf(Path original, String name) throws IOException {
        Path copy = Files.createDirectories(folder.resolve(name).resolve("kept"));
        try (Stream<Path> kept = Files.list(original.resolve("kept"))) {
            for (Path file : kept.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy.getParent();
    }

    private int run(String... args) {
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        return Main.run(out, out, args);
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
}
