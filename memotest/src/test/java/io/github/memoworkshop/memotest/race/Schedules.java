package io.github.memoworkshop.memotest.race;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The two schedules under which a race must show: in turn, and held in the fetch. */
final class Schedules {
    private static final boolean VIRTUAL = Boolean.getBoolean("race.virtual");

    private Schedules() {}

    private record Gate(CountDownLatch open, CountDownLatch passed) {}

    /** Runs the memo under both schedules, on one key and on several, and gives all races, headline first. */
    static List<Race> all(Class<?> type) throws Exception {
        List<Race> found = new ArrayList<>();
        for (boolean oneKey : new boolean[] {true, false}) {
            found.addAll(inTurn(type, oneKey));
            found.addAll(held(type, oneKey));
        }
        return found.stream().distinct().sorted().toList();
    }

    static List<Race> inTurn(Class<?> type, boolean oneKey) throws Exception {
        Races races = Races.watch(type);
        Memoizer<String, String> memo = races.make(key -> "value of " + key);
        for (int i = 0; i < 3; i++) {
            Caller caller = new Caller(memo, i, oneKey);
            caller.thread.join(10_000);
            caller.check(type);
        }
        return found(races);
    }

    static List<Race> held(Class<?> type, boolean oneKey) throws Exception {
        LinkedBlockingQueue<Gate> arrived = new LinkedBlockingQueue<>();
        Fetch<String, String> fetch = key -> {
            Gate gate = new Gate(new CountDownLatch(1), new CountDownLatch(1));
            arrived.add(gate);
            gate.open.await();
            gate.passed.countDown();
            return "value of " + key;
        };
        Races races = Races.watch(type);
        Memoizer<String, String> memo = races.make(fetch);
        List<Caller> callers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            callers.add(new Caller(memo, i, oneKey));
            settle(callers);
        }
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (callers.stream().anyMatch(c -> c.thread.isAlive())) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(type.getSimpleName() + " hangs");
            }
            Gate gate = arrived.poll(1, TimeUnit.MILLISECONDS);
            if (gate != null) {
                gate.open.countDown();
                gate.passed.await(); // until then, the caller seems to be still waiting
                settle(callers);
            }
        }
        for (Caller caller : callers) {
            caller.check(type);
        }
        return found(races);
    }

    /** Waits for what the memo has left to the common pool: what did not run is not judged. */
    private static List<Race> found(Races races) {
        ForkJoinPool.commonPool().awaitQuiescence(10, TimeUnit.SECONDS);
        return races.found();
    }

    /** Waits until every caller has ended or has been waiting for a while. */
    private static void settle(List<Caller> callers) throws InterruptedException {
        int calm = 0;
        while (calm < 3) {
            boolean moving = callers.stream().map(caller -> caller.thread.getState())
                    .anyMatch(state -> state == Thread.State.RUNNABLE || state == Thread.State.NEW);
            calm = moving ? 0 : calm + 1;
            Thread.sleep(0, 300_000);
        }
    }

    private static final class Caller {
        private static final String[] KEYS = {"a", "a", "b"};
        final Thread thread;
        private volatile Object outcome;
        private final String key;

        Caller(Memoizer<String, String> memo, int number, boolean oneKey) throws Exception {
            key = oneKey ? "a" : KEYS[number];
            Runnable run = () -> {
                try {
                    outcome = memo.get(key);
                } catch (Throwable e) {
                    outcome = e;
                }
            };
            thread = thread("caller-" + (number + 1), run);
        }

        private static Thread thread(String name, Runnable run) throws Exception {
            if (VIRTUAL) {
                Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
                Thread thread = (Thread) Class.forName("java.lang.Thread$Builder")
                        .getMethod("unstarted", Runnable.class).invoke(builder, run);
                thread.setName(name);
                thread.start();
                return thread;
            }
            Thread thread = new Thread(run, name);
            thread.setDaemon(true);
            thread.start();
            return thread;
        }

        /** That watching has not changed what the memo does, as far as a race lets it do anything. */
        void check(Class<?> type) {
            if (thread.isAlive()) {
                throw new AssertionError(type.getSimpleName() + " hangs");
            }
            boolean isRacy = type.getName().contains("Racy");
            if (outcome instanceof Throwable e && !isRacy) {
                throw new AssertionError(type.getSimpleName() + " fails", e);
            }
            if (!isRacy && !("value of " + key).equals(outcome)) {
                throw new AssertionError(type.getSimpleName() + " gave " + outcome);
            }
        }
    }
}
