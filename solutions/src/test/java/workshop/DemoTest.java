package workshop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.memoworkshop.memotest.demo.Demo;
import io.github.memoworkshop.memotest.demo.Demo.Summary;
import io.github.memoworkshop.memotest.demo.Options;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo shows of each memo what the workshop says of it. */
class DemoTest {

    private static final String DELAY = "200";
    private static final Duration FOUR_DELAYS = Duration.ofMillis(4 * 200);

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void memo1FetchesEachPageOnceForOneCaller() throws Exception {
        Summary summary = run("memo1", "--sequential", "--delay", DELAY);

        assertEquals(4, summary.fetches());
        assertEquals(8, summary.requests());
        assertEquals(4, summary.pages());
        String output = printed.toString(StandardCharsets.UTF_8);
        assertEquals(1, output.lines().filter(line -> line.startsWith("caller-1  ")).count(), output);
        assertTrue(output.contains("* from the cache"), output);
    }

    @Test
    void memo2TakesAtLeastFourDelays() {
        AtomicReference<Summary> summary = new AtomicReference<>();

        // A fetch takes at least its delay on every machine, so at least is a safe thing to say of a time.
        await().atLeast(FOUR_DELAYS).atMost(Duration.ofMinutes(1)).until(() -> {
            printed.reset();
            summary.set(run("memo2", "--concurrent", "--delay", DELAY));
            // On a busy machine the watcher may not have had a turn.
            return printed.toString(StandardCharsets.UTF_8).contains("\u2591 waits for a lock");
        });

        assertEquals(4, summary.get().fetches());
        String output = printed.toString(StandardCharsets.UTF_8);
        assertEquals(4, lanesOfFetches(), output);
    }

    @Test
    void memo3FetchesEachPageTwice() {
        // On a busy machine a caller may come so late that its page is there.
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            printed.reset();
            return run("memo3", "--concurrent", "--delay", DELAY).fetches() == 8 && lanesOfFetches() == 8;
        });
    }

    @Test
    void memo4FetchesEachPageOnceAndAllSideBySide() throws Exception {
        Summary summary = run("memo4", "--concurrent", "--delay", DELAY);

        assertEquals(4, summary.fetches());
        assertEquals(0, summary.failed());
        String output = printed.toString(StandardCharsets.UTF_8);
        long lines = output.lines().filter(line -> line.matches("  http://.*/map, \\d+ ms, 4351 bytes")).count();
        assertEquals(2, lines, output);
        assertEquals(4, lanesOfFetches(), output);
    }

    @Test
    void anyMemoCanBeGivenByTheNameOfItsClass() throws Exception {
        assertEquals(4, run("workshop.after.MonitorMemo", "--delay", DELAY).fetches());
    }

    @Test
    void aPageThatFailsStopsNoOther() throws Exception {
        Summary summary;
        try (Socket refusing = new Socket()) {
            // It does not listen; and as long as it has the port, nobody else can listen there either.
            refusing.bind(new InetSocketAddress("127.0.0.1", 0));
            String page = "http://127.0.0.1:" + refusing.getLocalPort() + "/";

            summary = run("memo4", "--timeout", "5000", "--urls", page);
        }

        assertEquals(2, summary.requests());
        assertEquals(2, summary.failed());
        assertEquals(1, summary.fetches(), "a failure is remembered, too");
        assertTrue(printed.toString(StandardCharsets.UTF_8).contains("java.net.ConnectException"));
    }

    @Test
    void theSamePictureIsMadeInALabAndAsSvg(@TempDir Path folder) throws Exception {
        Path svg = folder.resolve("memo2.svg");

        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Demo.draw(Options.parse("memo2", "--rounds", "--svg", svg.toString()), out, StandardCharsets.UTF_8);

        assertTrue(printed.toString(StandardCharsets.UTF_8).startsWith("memo2: 4 fetches in 4 rounds"));
        assertTrue(Files.readString(svg).contains("<title>memo2: 4 fetches in 4 rounds</title>"));
    }

    /** How many lanes of the picture have a bar of a fetch. */
    private long lanesOfFetches() {
        return printed.toString(StandardCharsets.UTF_8).lines()
                .filter(line -> line.matches("caller-\\d +/\\w+ .*\u2588.*"))
                .count();
    }

    private Summary run(String... args) throws Exception {
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        return Demo.run(Options.parse(args), out, StandardCharsets.UTF_8);
    }
}
