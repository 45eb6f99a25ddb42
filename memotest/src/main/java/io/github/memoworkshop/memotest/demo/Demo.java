package io.github.memoworkshop.memotest.demo;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.MemoExecutor;
import io.github.memoworkshop.memotest.MemoExecutor.Request;
import io.github.memoworkshop.memotest.Memoizer;
import io.github.memoworkshop.memotest.picture.Picture;
import io.github.memoworkshop.memotest.picture.Pictures;
import io.github.memoworkshop.memotest.picture.Recording;
import io.github.memoworkshop.memotest.picture.SvgPicture;
import io.github.memoworkshop.memotest.picture.TextPicture;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

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
            Options options = Options.parse(args);
            if (options.rounds()) {
                draw(options, System.out, charsetOfOutput());
            } else {
                run(options, System.out, charsetOfOutput());
            }
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
        }
    }

    /**
     * Draws only, in a lab, as {@link Rounds} do.
     *
     * @param options what to do
     * @param out where to print
     * @param charset what the output is encoded in
     * @throws IllegalArgumentException with a sentence for the user when there is no such memo, or when the picture
     *     cannot be written
     */
    public static void draw(Options options, PrintStream out, Charset charset) {
        show(Rounds.of(options.memoClass(), options.mode()).seen(), options, out, charset);
    }

    /**
     * Runs the demo.
     *
     * @param options what to do
     * @param out where to print
     * @param charset what the output is encoded in, which decides what the picture is drawn with
     * @return what the requests came to
     * @throws IllegalArgumentException with a sentence for the user when there is no such memo, or when the picture
     *     cannot be written
     * @throws Exception when the run is interrupted or the page server cannot start
     */
    public static Summary run(Options options, PrintStream out, Charset charset) throws Exception {
        try (PageServer server = new PageServer(options.delay())) {
            List<URI> pages = options.urls().isEmpty() ? server.pages() : options.urls();
            HttpFetch http = new HttpFetch(options.timeout());
            if (options.urls().isEmpty()) {
                http.fetch(pages.get(0)); // so that the first request does not pay for loading the HTTP client
            }
            Recording recording = new Recording(Demo::name);
            Summary summary = run(options, http, pages, recording, out);
            out.println();
            show(Pictures.inTime(recording).compare(options.memo()).seen(), options, out, charset);
            return summary;
        }
    }

    private static void show(Picture picture, Options options, PrintStream out, Charset charset) {
        TextPicture.of(picture, charset).lines().forEach(out::println);
        options.svg().ifPresent(file -> {
            try {
                Files.writeString(file, SvgPicture.document(picture));
            } catch (IOException e) {
                throw new IllegalArgumentException("The picture cannot be written to " + file + ": " + e, e);
            }
        });
    }

    /** What System.out encodes its output in. PrintStream does not tell before JDK 18. */
    private static Charset charsetOfOutput() {
        return Stream.of("stdout.encoding", "sun.stdout.encoding").map(System::getProperty)
                .filter(name -> name != null && Charset.isSupported(name))
                .findFirst()
                .map(Charset::forName)
                .orElse(Charset.defaultCharset());
    }

    private static Summary run(
            Options options, Fetch<URI, byte[]> http, List<URI> pages, Recording recording, PrintStream out)
            throws InterruptedException {
        List<Duration> fetches = Collections.synchronizedList(new ArrayList<>());
        Memoizer<URI, byte[]> memo = Options.newMemo(options.memoClass(), recording.recordFetches(page -> {
            long start = System.nanoTime();
            try {
                return http.fetch(page);
            } finally {
                fetches.add(Duration.ofNanos(System.nanoTime() - start));
            }
        }));
        List<URI> twice = new ArrayList<>(pages);
        twice.addAll(pages);

        out.printf("%s, %d requests %s:%n", options.memo(), twice.size(), options.mode().description);
        long start = System.nanoTime();
        List<Request<URI, byte[]>> requests;
        try (Watcher watcher = new Watcher(recording)) {
            requests = options.mode() == Options.Mode.SEQUENTIAL
                    ? sequentially(watcher.watch(memo), twice, out)
                    : MemoExecutor.concurrent(watcher.watch(memo), twice, request -> print(request, out));
        }
        Duration total = Duration.ofNanos(System.nanoTime() - start);

        long failed = requests.stream().filter(request -> request.failure() != null).count();
        Duration slowest = fetches.stream().max(Duration::compareTo).orElse(Duration.ZERO);
        Summary summary = new Summary(
                requests.size(), failed, new HashSet<>(pages).size(), fetches.size(), total, slowest);
        out.printf("%d requests (%d failed) for %d pages, %d fetches, %s in total; the best possible is %s%n",
                requests.size(), failed, summary.pages(), fetches.size(), millis(total), millis(slowest));
        return summary;
    }

    /** The thread that makes the requests is named like the callers of the other mode. */
    private static List<Request<URI, byte[]>> sequentially(
            Memoizer<URI, byte[]> memo, List<URI> pages, PrintStream out) {
        Thread caller = Thread.currentThread();
        String name = caller.getName();
        caller.setName("caller-1");
        try {
            return MemoExecutor.sequential(memo, pages, request -> print(request, out));
        } finally {
            caller.setName(name);
        }
    }

    private static void print(Request<URI, byte[]> request, PrintStream out) {
        String outcome = request.failure() == null ? size(request.value()) : request.failure().toString();
        out.printf("  %s, %s, %s%n", request.key(), millis(request.elapsed()), outcome);
    }

    /** What a page, its content or an exception is called in the picture. */
    private static String name(Object object) {
        if (object instanceof URI page) {
            return page.getPath();
        }
        return object instanceof Throwable ? object.toString() : "its content";
    }

    private static String size(byte[] page) {
        return page == null ? "null" : page.length + " bytes";
    }

    private static String millis(Duration time) {
        return String.format(Locale.ROOT, "%d ms", time.toMillis());
    }
}
