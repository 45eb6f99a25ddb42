package io.github.memoworkshop.memotest.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import io.github.memoworkshop.memotest.race.Races;
import java.time.Duration;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a memo that would go on for ever, or would end the tests. */
class EvictionTest {

    private static final String RULE = "It must be so.";

    @Test
    void whoSpinsWithoutEndTakesNoProcessorWhenTheTestIsOver() {
        takesNoProcessorWhenTheTestIsOver(Spins.class);
    }

    @Tag("all")
    @ParameterizedTest
    @ValueSource(classes = {SpinsAndCatchesAll.class, SpinsWithALock.class})
    void norDoesWhoResistsToBeThrownOut(Class<?> memo) {
        takesNoProcessorWhenTheTestIsOver(memo);
    }

    private static void takesNoProcessorWhenTheTestIsOver(Class<?> memo) {
        Thread spinner;
        Races races = Races.watch(memo);
        try (Lab<String, String> lab = lab(races)) {
            Call<String> call = lab.call("a");
            String message = assertThrows(AssertionError.class, () -> call.mustReturn("page a", RULE)).getMessage();
            assertTrue(message.contains("keeps running"), message);
            spinner = call.thread();
        }
        Lab.end(races);

        assertTrue(Lab.isUnruly(memo));
        Awaitility.await("the end of " + spinner).atMost(Duration.ofMinutes(1)).until(
                () -> !spinner.isAlive() || isAtRestForGood(spinner));
    }

    /** Its time on the processor cannot be read, and the guard against hangs has another message. */
    @Test
    void whoSpinsInAVirtualThreadIsBeyondDoubt() {
        try (Lab<String, String> lab = lab(Races.watch(Spins.class))) {
            Call<String> call = lab.call("a", ThreadKind.virtualIfAvailable());
            String message = assertThrows(AssertionError.class, () -> call.mustReturn("page a", RULE)).getMessage();

            assertTrue(message.startsWith("Nothing moves any more"), message);
        }
    }

    private static boolean isAtRestForGood(Thread thread) {
        return thread.getState() == Thread.State.WAITING
                && Stream.of(thread.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(Eviction.class.getName()));
    }

    @ParameterizedTest
    @ValueSource(classes = {Exits.class, Halts.class})
    void whoWouldEndTheTestsIsRefusedAndToldSo(Class<?> memo) {
        try (Lab<String, String> lab = lab(Races.watch(memo))) {
            Call<String> call = lab.call("a");
            String message = assertThrows(AssertionError.class, () -> call.mustReturn("page a", RULE)).getMessage();

            assertTrue(message.contains("would end the tests, too"), message);
            assertTrue(message.contains("EvictionTest.java:"), message);
        }
        assertTrue(Lab.isUnruly(memo));
    }

    @Test
    void nobodyElseIsThrownOut() {
        try (Lab<String, String> lab = lab(Races.watch(Passes.class))) {
            lab.hold("a");
            Call<String> call = lab.call("a");
            lab.open("a");
            call.mustReturn("page a", RULE);
        }
        try (Lab<String, String> lab = lab(Races.watch(Passes.class))) {
            Call<String> call = lab.call("b");
            call.mustReturn("page b", RULE);
            assertTrue(lab.allDone());
        }
        assertFalse(Lab.isUnruly(Passes.class));
    }

    /** As a thread of the common pool does that has a task left from an earlier test. */
    @Test
    void whoIsThrownOutOfOneMemoMayWorkForAnother() {
        assertTimeoutPreemptively(Duration.ofMinutes(1), EvictionTest::worksForAnother);
    }

    private static void worksForAnother() throws Exception {
        Races ended = Races.watch(Passes.class);
        Memoizer<String, String> left = ended.make(key -> "page " + key);
        Lab.end(ended);
        assertThrows(Error.class, () -> left.get("a"));

        try (Lab<String, String> lab = lab(Races.watch(Passes.class))) {
            lab.call("a");

            for (int steps = 0; steps < 2_000; steps++) { // who is thrown out takes no more than a thousand
                assertEquals("page b", lab.memo().get("b"));
            }
        }
    }

    private static Lab<String, String> lab(Races races) {
        return new Lab<>(key -> "page " + key, UnaryOperator.identity(), races, "caller-");
    }

    /** Asks the fetch, and remembers nothing. */
    public static class Passes<K, V> implements Memoizer<K, V> {

        private final Fetch<K, V> fetch;

        public Passes(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            return fetch.fetch(key);
        }
    }

    public static final class Spins<K, V> implements Memoizer<K, V> {

        private volatile boolean isReady;

        public Spins(Fetch<K, V> fetch) {}

        @Override
        public V get(K key) {
            while (!isReady) {
                Thread.onSpinWait();
            }
            return null;
        }
    }

    public static final class SpinsAndCatchesAll<K, V> implements Memoizer<K, V> {

        private volatile boolean isReady;

        public SpinsAndCatchesAll(Fetch<K, V> fetch) {}

        @Override
        public V get(K key) {
            while (true) {
                try {
                    while (!isReady) {
                        Thread.onSpinWait();
                    }
                    return null;
                } catch (Throwable stubborn) {
                    continue;
                }
            }
        }
    }

    public static final class SpinsWithALock<K, V> implements Memoizer<K, V> {

        private final Lock lock = new ReentrantLock();
        private int turns;

        public SpinsWithALock(Fetch<K, V> fetch) {}

        @Override
        public V get(K key) {
            lock.lock();
            try {
                while (true) {
                    turns++;
                }
            } finally {
                lock.unlock();
            }
        }
    }

    public static final class Exits<K, V> implements Memoizer<K, V> {

        public Exits(Fetch<K, V> fetch) {}

        @Override
        public V get(K key) {
            System.exit(0);
            return null;
        }
    }

    public static final class Halts<K, V> implements Memoizer<K, V> {

        public Halts(Fetch<K, V> fetch) {}

        @Override
        public V get(K key) {
            Runtime.getRuntime().halt(0);
            return null;
        }
    }
}
