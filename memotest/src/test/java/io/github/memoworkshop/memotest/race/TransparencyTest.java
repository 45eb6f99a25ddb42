package io.github.memoworkshop.memotest.race;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Watched code behaves as it does unwatched. */
class TransparencyTest {

    /** Fails in many ways, chosen by the key. */
    @SuppressWarnings({"unused", "null"})
    static class Failing<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private Map<K, V> absent;
        private int[] numbers;
        private Failing<K, V> other;
        private volatile long stamp;
        private final Map<K, V> present = new HashMap<>();
        private Object lock;

        public Failing(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        private V unchecked(K key) {
            try {
                return fetch.fetch(key);
            } catch (Exception e) {
                throw Failing.<RuntimeException>sneaky(e);
            }
        }

        @SuppressWarnings("unchecked")
        private static <E extends Exception> E sneaky(Exception e) throws E {
            throw (E) e;
        }

        private synchronized V locked(K key) throws Exception {
            return fetch.fetch(key);
        }

        @Override
        public V get(K key) throws Exception {
            Failing<K, V> local = other;
            Map<K, V> copy = absent;
            switch (key.toString()) {
                case "call":
                    return absent.get(key);
                case "call local":
                    return copy.put(key, null);
                case "call result":
                    return this.present.get(key).equals(key) ? null : null;
                case "read field":
                    return (V) local.absent.get(key);
                case "write field":
                    local.absent = null;
                    return null;
                case "write volatile":
                    other.stamp = 7;
                    return null;
                case "read volatile":
                    return local.stamp == 7 ? null : null;
                case "read array":
                    return numbers[3] == 0 ? null : null;
                case "write array":
                    numbers[3] = 4;
                    return null;
                case "monitor":
                    synchronized (lock) {
                        return null;
                    }
                case "unbox":
                    Integer boxed = (Integer) (Object) present.get(key);
                    return boxed + 1 == 0 ? null : null;
                case "index":
                    return (V) new ArrayList<>(List.of(1)).get(3);
                case "cast":
                    return (V) (Object) ((String) (Object) fetch).trim();
                case "fetch":
                    return fetch.fetch(key);
                case "fetch locked":
                    return locked(key);
                case "fetch in callback":
                    return new ConcurrentHashMap<K, V>().computeIfAbsent(key, this::unchecked);
                case "fetch in lambda":
                    Function<K, V> f = k -> unchecked(k);
                    return f.apply(key);
                case "fetch in task":
                    FutureTask<V> task = new FutureTask<>(() -> fetch.fetch(key));
                    task.run();
                    return task.get();
                default:
                    return null;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"call", "call local", "call result", "read field", "write field", "write volatile",
            "read volatile", "read array", "write array", "monitor", "unbox", "index", "cast", "fetch", "fetch locked",
            "fetch in callback", "fetch in lambda", "fetch in task"})
    void exceptionsAreTheSameAsWithoutAWatch(String key) throws Exception {
        IOException thrown = new IOException("from the fetch");
        Fetch<String, String> fetch = k -> {
            throw thrown;
        };
        Memoizer<String, String> watched = Races.watch(Failing.class).make(fetch);
        Memoizer<String, String> plain = new Failing<>(fetch);
        Throwable expected = assertThrows(Throwable.class, () -> plain.get(key));
        String expectedTrace = trace(expected);
        Throwable actual = assertThrows(Throwable.class, () -> watched.get(key));

        assertEquals(expected.getClass(), actual.getClass());
        if (!key.equals("cast")) {
            assertEquals(expected.getMessage(), actual.getMessage());
        }
        assertEquals(expectedTrace, trace(actual));
        if (key.startsWith("fetch")) {
            assertSame(thrown, key.endsWith("task") ? actual.getCause() : actual);
        }
    }

    /**
     * The frames down to the memo, or to where the exception was made if that was outside of it; without those of
     * lambdas, because a watch turns each method reference into the lambda that it is short for.
     */
    private static String trace(Throwable e) {
        return Arrays.stream(e.getStackTrace())
                .filter(f -> !f.getMethodName().startsWith("lambda$stackTraces") || f.getFileName() == null)
                .filter(f -> !f.getMethodName().matches("lambda.get.*"))
                .takeWhile(f -> !f.getMethodName().startsWith("lambda$exceptionsAre"))
                .takeWhile(f -> !f.getClassName().startsWith("org.junit"))
                .map(f -> f.getClassName().replaceAll("\\$\\$Lambda.*", "") + "." + f.getMethodName() + ":"
                        + f.getLineNumber())
                .toList().toString();
    }

    /** Where an exception made inside the fetch was made from: no frame of the detector, no wrapper in between. */
    @ParameterizedTest
    @ValueSource(strings = {"fetch", "fetch locked", "fetch in callback", "fetch in lambda", "fetch in task"})
    void stackTracesShowNoExtraFrames(String key) throws Exception {
        Fetch<String, String> fetch = k -> {
            throw new IOException("made here");
        };
        Memoizer<String, String> watched = Races.watch(Failing.class).make(fetch);
        Memoizer<String, String> plain = new Failing<>(fetch);
        Throwable expected = assertThrows(Throwable.class, () -> plain.get(key));
        Throwable actual = assertThrows(Throwable.class, () -> watched.get(key));
        while (expected.getCause() != null) {
            expected = expected.getCause();
        }
        while (actual.getCause() != null) {
            actual = actual.getCause();
        }
        assertEquals(trace(expected), trace(actual));
    }

    @Test
    void stepsAreAnnouncedWithTheirPlace() throws Exception {
        Races races = Races.watch(Racy.PlainMap.class);
        Memoizer<String, String> memo = races.make(k -> k + "!");
        List<String> steps = new ArrayList<>();
        races.onStep(site -> steps.add(site.name()));
        assertEquals("a!", memo.get("a"));
        races.onStep(null);
        memo.get("b");
        assertEquals(List.of("get", "fetch", "put"), steps);
    }

    @Test
    void callsBeforeAndAfterJoinedDoNotRace() throws Exception {
        Races races = Races.watch(Racy.PlainMap.class);
        Memoizer<String, String> memo = races.make(k -> k + "!");
        memo.get("a");
        races.joined();
        Thread thread = new Thread(() -> assertEquals("b!", get(memo, "b")), "caller-1");
        thread.start();
        thread.join();
        races.joined();
        memo.get("c");
        races.assertNone();
    }

    @Test
    void callsBeforeJoinedDoNotRaceEvenIfAnotherMemoWasMadeMeanwhile() throws Exception {
        Races races = Races.watch(Racy.PlainMap.class);
        Memoizer<String, String> memo = races.make(k -> k + "!");
        Thread thread = new Thread(() -> assertEquals("b!", get(memo, "b")), "caller-1");
        thread.start();
        thread.join();
        races.make(k -> k + "?");
        races.joined();
        memo.get("c");
        races.assertNone();
    }

    private static String get(Memoizer<String, String> memo, String key) {
        try {
            return memo.get(key);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theReportReadsAsPromised() throws Exception {
        Races races = Races.watch(Racy.PlainMap.class);
        race(races);
        Site read = races.found().get(0).first().site();
        AssertionError error = assertThrows(AssertionError.class, races::assertNone);
        assertEquals("""
                DATA RACE on PlainMap.cache (HashMap)
                  Racy.java:%d  read   V known = cache.get(key); // 1
                      by thread "caller-2", holding no lock
                  Racy.java:%d  write  cache.put(key, known); // 2
                      by thread "caller-1", holding no lock
                  No lock, volatile, latch or other happens-before edge orders these two."""
                .formatted(read.line(), read.line() + 3), error.getMessage());
    }

    @Test
    @RacesOff("a benign race")
    void switchedOffItSaysSoAndFindsNothing(TestInfo test) throws Exception {
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        Races races;
        try {
            races = Races.watch(Racy.PlainMap.class, test.getTestMethod().orElseThrow(), TransparencyTest.class);
        } finally {
            System.setOut(out);
        }
        String announced = "Race detector OFF for " + Racy.PlainMap.class.getName() + ": a benign race";
        assertEquals(announced, printed.toString(StandardCharsets.UTF_8).strip());
        assertSame(Racy.PlainMap.class, races.type());
        race(races);
        races.assertNone();
    }

    @Test
    void notSwitchedOffItWatches() throws Exception {
        Races races = Races.watch(Racy.PlainMap.class, TransparencyTest.class);
        race(races);
        assertThrows(AssertionError.class, races::assertNone);
    }

    private static void race(Races races) throws Exception {
        Memoizer<String, String> memo = races.make(k -> k + "!");
        for (int i = 1; i <= 2; i++) {
            Thread thread = new Thread(() -> get(memo, "a"), "caller-" + i);
            thread.start();
            thread.join();
        }
    }

    @Test
    void whatTheConstructorThrowsComesThrough() {
        IllegalStateException refused = new IllegalStateException("no");
        Races races = Races.watch(Refusing.class);
        Exception thrown = assertThrows(IllegalStateException.class, () -> races.make(new Fetch<String, String>() {
            @Override
            public String fetch(String key) {
                return key;
            }

            @Override
            public String toString() {
                throw refused;
            }
        }));
        assertSame(refused, thrown);
    }

    static class Refusing<K, V> implements Memoizer<K, V> {
        public Refusing(Fetch<K, V> fetch) {
            fetch.toString();
        }

        @Override
        public V get(K key) {
            return null;
        }
    }

    @Test
    void watchesInParallelDoNotMeet() throws Exception {
        List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Class<?> type = i % 2 == 0 ? Racy.StaticCounter.class : RaceFree.StaticSynchronized.class;
            boolean racy = i % 2 == 0;
            Thread thread = new Thread(() -> {
                try {
                    for (int n = 0; n < 10; n++) {
                        assertEquals(racy, !Schedules.inTurn(type, n % 2 == 0).isEmpty());
                    }
                } catch (Throwable e) {
                    failures.add(e);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), failures);
    }
}
