package io.github.memoworkshop.memotest.demo;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.MemoExecutor;
import io.github.memoworkshop.memotest.MemoExecutor.Request;
import io.github.memoworkshop.memotest.Memoizer;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/**
 * Asks a memo eight times for four slow pages and prints what came of it.
 *
 * <p>Run it with {@code mvn compile exec:java -Dexec.args="memo4"}; see {@link Options} for what else it takes.
 */
public final class Demo {

    /**
     * What the eight requests came to.
     *
     * @param requests how many requests were made
     * @param failed how many of them ended with an exception
     * @param pages how many different pages were asked for
     * @param fetches how many times a page was fetched
     * @param total how long it took until the last answer
     * @param bestPossible how long it would take if every page were fetched once and all of them side by side: as
     *     long as the slowest fetch
     */
    public record Summary(int requests, long failed, int pages, int fetches, Duration total, Duration bestPossible) {}

    private Demo() {}

    /**
     * Runs the demo from the command line. Exits with status 2 and one sentence when the arguments are wrong.
     *
     * @param args see {@link Options}
     * @throws Exception when the run is interrupted
     */
    public static void main(String... args) throws Exception {
        try {
            run(Options.parse(args), System.out);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
        }
    }

    /**
     * Runs the demo.
     *
     * @param options what to do
     * @param out where to print
     * @return what the requests came to
     * @throws IllegalArgumentException with a sentence for the user when there is no such memo
     * @throws Exception when the run is interrupted or the page server cannot start
     */
    public static Summary run(Options options, PrintStream out) throws Exception {
        try (PageServer server = new PageServer(options.delay())) {
            List<URI> pages = options.urls().isEmpty() ? server.pages() : options.urls();
            HttpFetch http = new HttpFetch(options.timeout());
            if (options.urls().isEmpty()) {
                http.fetch(pages.get(0)); // so that the first request does not pay for loading the HTTP client
            }
            return run(options, http, pages, out);
        }
    }

    private static Summary run(Options options, Fetch<URI, byte[]> http, List<URI> pages, PrintStream out)
            throws InterruptedException {
        List<Duration> fetches = Collections.synchronizedList(new ArrayList<>());
        Memoizer<URI, byte[]> memo = options.newMemo(page -> {
            long start = System.nanoTime();
            try {
                return http.fetch(page);
            } finally {
                fetches.add(Duration.ofNanos(System.nanoTime() - start));
            }
        });
        List<URI> twice = new ArrayList<>(pages);
        twice.addAll(pages);

        out.printf("%s, %d requests %s:%n", options.memo(), twice.size(), options.mode().description);
        long start = System.nanoTime();
        List<Request<URI, byte[]>> requests = options.mode() == Options.Mode.SEQUENTIAL
                ? MemoExecutor.sequential(memo, twice, request -> print(request, out))
                : MemoExecutor.concurrent(memo, twice, request -> print(request, out));
        Duration total = Duration.ofNanos(System.nanoTime() - start);

        long failed = requests.stream().filter(request -> request.failure() != null).count();
        Duration slowest = fetches.stream().max(Duration::compareTo).orElse(Duration.ZERO);
        Summary summary = new Summary(
                requests.size(), failed, new HashSet<>(pages).size(), fetches.size(), total, slowest);
        out.printf("%d requests (%d failed) for %d pages, %d fetches, %s in total; the best possible is %s%n",
                requests.size(), failed, summary.pages(), fetches.size(), millis(total), millis(slowest));
        return summary;
    }

    private static void print(Request<URI, byte[]> request, PrintStream out) {
        String outcome = request.failure() == null ? size(request.value()) : request.failure().toString();
        out.printf("  %s, %s, %s%n", request.key(), millis(request.elapsed()), outcome);
    }

    private static String size(byte[] page) {
        return page == null ? "null" : page.length + " bytes";
    }

    private static String millis(Duration time) {
        return String.format(Locale.ROOT, "%d ms", time.toMillis());
    }
}
