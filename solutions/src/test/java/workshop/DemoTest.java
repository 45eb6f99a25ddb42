package workshop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.memoworkshop.memotest.demo.Demo;
import io.github.memoworkshop.memotest.demo.Demo.Summary;
import io.github.memoworkshop.memotest.demo.Options;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

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
    }

    @Test
    void memo2TakesAtLeastFourDelays() {
        AtomicReference<Summary> summary = new AtomicReference<>();

        // A fetch takes at least its delay on every machine, so at least is a safe thing to say of a time.
        await().atLeast(FOUR_DELAYS).atMost(Duration.ofMinutes(1)).until(() -> {
            summary.set(run("memo2", "--concurrent", "--delay", DELAY));
            return true;
        });

        assertEquals(4, summary.get().fetches());
    }

    @Test
    void memo3FetchesEachPageTwice() throws Exception {
        assertEquals(8, run("memo3", "--concurrent", "--delay", DELAY).fetches());
    }

    @Test
    void memo4FetchesEachPageOnceAndAllSideBySide() throws Exception {
        Summary summary = run("memo4", "--concurrent", "--delay", DELAY);

        assertEquals(4, summary.fetches());
        assertEquals(0, summary.failed());
        String output = printed.toString(StandardCharsets.UTF_8);
        long lines = output.lines().filter(line -> line.matches("  http://.*/map, \\d+ ms, 4351 bytes")).count();
        assertEquals(2, lines, output);
    }

    @Test
    void aPageThatFailsStopsNoOther() throws Exception {
        int refusing;
        try (ServerSocket socket = new ServerSocket(0)) {
            refusing = socket.getLocalPort(); // closed again, so nobody listens there
        }

        Summary summary = run("memo4", "--timeout", "5000", "--urls", "http://127.0.0.1:" + refusing + "/");

        assertEquals(2, summary.requests());
        assertEquals(2, summary.failed());
        assertEquals(1, summary.fetches(), "a failure is remembered, too");
        assertTrue(printed.toString(StandardCharsets.UTF_8).contains("java.net.ConnectException"));
    }

    private Summary run(String... args) throws Exception {
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        return Demo.run(Options.parse(args), out);
    }
}
