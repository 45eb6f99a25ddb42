package io.github.memoworkshop.memotest.race;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures what a watch costs: the first one in a process, and each one after. Not a test, for a clock decides nothing
 * here: run its main method with the test class path.
 */
final class Overhead {

    /** Runs in a process of its own, so that nothing is warm but what any JUnit run has warmed. */
    public static void main(String[] args) throws Exception {
        double plain = millis(() -> use(new RaceFree.LatchPerEntry<>(key -> key)));
        double first = millis(() -> watch(RaceFree.LatchPerEntry.class));
        List<Double> later = new ArrayList<>();
        for (int i = 0; i < 21; i++) {
            later.add(millis(() -> watch(RaceFree.LatchPerEntry.class)));
        }
        double otherClass = millis(() -> watch(RaceFree.FieldUpdater.class));
        System.out.printf(
                "a watched test, over an unwatched one: first %.1f ms, later %.1f ms, of another class %.1f ms%n",
                first - plain, median(later), otherClass);
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
