package io.github.memoworkshop.memotest.race;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures what a watch costs: the first one in a process, and each one after; prints medians over fresh processes. Not
 * a test, for a clock decides nothing here: run its main method with the test class path, on a machine at rest.
 */
final class Overhead {
    private static final int PROCESSES = 11;
    private static final int LATER = 21;

    /** With an argument, measures in this process, in which nothing is warm, not even what JUnit would have warmed. */
    public static void main(String[] args) throws Exception {
        if (args.length > 0) {
            System.out.println(measure());
            return;
        }
        List<Double> first = new ArrayList<>();
        List<Double> later = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            String[] measured = measureInProcess().split(" ");
            first.add(Double.valueOf(measured[0]));
            later.add(Double.valueOf(measured[1]));
        }
        System.out.printf("a watched test takes longer than an unwatched one by: the first %.1f ms, later ones %.1f ms"
                + " (medians over %d processes)%n", median(first), median(later), PROCESSES);
    }

    private static String measureInProcess() throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), Overhead.class.getName(), "here")
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private static String measure() throws Exception {
        double plain = millis(() -> use(new RaceFree.LatchPerEntry<>(key -> key)));
        double first = millis(() -> watch(RaceFree.LatchPerEntry.class));
        List<Double> plainLater = new ArrayList<>();
        List<Double> later = new ArrayList<>();
        for (int i = 0; i < LATER; i++) {
            plainLater.add(millis(() -> use(new RaceFree.LatchPerEntry<>(key -> key))));
            later.add(millis(() -> watch(RaceFree.LatchPerEntry.class)));
        }
        return (first - plain) + " " + (median(later) - median(plainLater));
    }

    private static void watch(Class<?> type) throws Exception {
        Races races = Races.watch(type);
        Fetch<String, String> fetch = key -> key;
        use(races.make(fetch));
        races.assertNone();
    }

    private static void use(Memoizer<String, String> memo) throws Exception {
        for (String key : List.of("a", "b", "a")) {
            Thread thread = new Thread(() -> {
                try {
                    memo.get(key);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            thread.start();
            thread.join();
        }
    }

    private interface Action {
        void run() throws Exception;
    }

    private static double millis(Action action) throws Exception {
        long start = System.nanoTime();
        action.run();
        return (System.nanoTime() - start) / 1e6;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
