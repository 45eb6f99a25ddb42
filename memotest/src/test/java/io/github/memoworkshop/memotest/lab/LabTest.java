package io.github.memoworkshop.memotest.lab;

import static java.util.Comparator.naturalOrder;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.memoworkshop.memotest.picture.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class LabTest {

    private static final String RULE = "It must be so.";

    /** The memos of this test wait, or do not, in a way of their own before they fetch. */
    private interface Wait {
        void untilOver() throws Exception;
    }

    private final AtomicBoolean over = new AtomicBoolean();
    private final CountDownLatch latch = new CountDownLatch(1);

    @Test
    void aCallerIsHeldInTheFetchUntilItIsOpened() {
        try (Lab<String, String> lab = lab(fetch -> fetch::fetch)) {
            lab.hold("a");
            Call<String> call = lab.call("a");

            lab.until(RULE, () -> lab.fetching("a") == 1);
            assertFalse(call.isDone());

            lab.open("a");
            call.mustReturn("page a", RULE);
            assertEquals(0, lab.fetching());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCrowdIsStartedOneByOne(ThreadKind kind) {
        ThreadKind available = kind == ThreadKind.VIRTUAL ? ThreadKind.virtualIfAvailable() : kind;
        try (Lab<Integer, String> lab = lab(fetch -> fetch::fetch)) {
            for (int key = 1; key <= 100; key++) {
                int caller = key;
                lab.hold(key);
                lab.call(key, available);
                lab.until("Each of them comes to the fetch.", () -> lab.fetching() == caller);
            }
        }
    }

    @Test
    void whoeverIsHeldIsLetGoOneAfterTheOther() {
        AtomicInteger moving = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (Lab<String, String> lab = lab(fetch -> key -> {
            String page = fetch.fetch(key);
            most.accumulateAndGet(moving.incrementAndGet(), Math::max);
            for (int i = 0; i < 100; i++) {
                Thread.yield(); // so that there is time enough for the others to come, too
            }
            moving.decrementAndGet();
            return page;
        })) {
            lab.hold("a", "b");
            for (String key : List.of("a", "b", "a", "b", "a")) {
                lab.call(key);
            }

            lab.open("a");
            lab.open("b");

            assertTrue(lab.allDone());
            assertEquals(1, most.get(), "callers that move at a time");
        }
    }

    /** That everyone who is woken has come to its next step is a soft verdict, hence more than one try. */
    @Test
    void whoeverIsWokenEndsInTheOrderOfTheCalls() {
        List<String> inOrder = IntStream.rangeClosed(1, 9).mapToObj(number -> "caller-" + number).toList();

        List<List<String>> seen = Stream.generate(LabTest::orderOfReturns)
                .limit(50)
                .takeWhile(order -> !order.equals(inOrder))
                .toList();

        assertTrue(seen.size() < 50, () -> "never in order, but for example " + seen.get(0));
    }

    private static List<String> orderOfReturns() {
        AtomicBoolean isFetching = new AtomicBoolean();
        Deque<CountDownLatch> waiting = new ConcurrentLinkedDeque<>();
        try (Lab<String, String> lab = lab(fetch -> key -> {
            if (isFetching.getAndSet(true)) {
                CountDownLatch mine = new CountDownLatch(1);
                waiting.push(mine);
                mine.await();
                return "page a";
            }
            String page = fetch.fetch(key);
            waiting.forEach(CountDownLatch::countDown); // who came last is woken first
            return page;
        })) {
            lab.hold("a");
            for (int caller = 1; caller <= 9; caller++) {
                lab.call("a");
            }

            lab.open("a");

            return lab.recording().events().stream()
                    .filter(event -> event.kind() == Event.Kind.RETURNS)
                    .map(Event::lane)
                    .toList();
        }
    }

    @Test
    void aScriptAnswersAndItsExceptionComesThrough() {
        try (Lab<String, String> lab = lab(fetch -> fetch::fetch)) {
            IOException failure = new IOException("404");
            lab.script("a", key -> null);
            lab.script("b", key -> {
                throw failure;
            });

            lab.call("a").mustReturn(null, RULE);
            lab.call("b").mustThrow(failure, RULE);
            lab.call("b").mustThrow(IOException.class, RULE);
            assertEquals(
                    "caller-4 in get(\"a\") returned null, not \"x\"\nRule: It must be so.",
                    failureOf(() -> lab.call("a").mustReturn("x", RULE)));
            assertEquals(
                    "caller-5 in get(\"a\") returned null and threw nothing, not java.io.IOException: 404\n"
                            + "Rule: It must be so.",
                    failureOf(() -> lab.call("a").mustThrow(failure, RULE)));
        }
    }

    @Test
    void soloCallsComeFromOneThread() {
        ThreadLocal<Integer> calls = ThreadLocal.withInitial(() -> 0);
        try (Lab<String, Integer> lab = new Lab<>(key -> 0, UnaryOperator.identity(), fetch -> key -> {
            calls.set(calls.get() + 1);
            return calls.get();
        })) {
            lab.solo("a").mustReturn(1, RULE);
            lab.solo("b").mustReturn(2, RULE);
            lab.call("a").mustReturn(1, RULE);
        }
    }

    @Test
    void aDeadlockIsBeyondDoubtAndTheMessageSaysWhereEveryoneIs() {
        Semaphore nobodyReleases = new Semaphore(0);
        try (Lab<String, String> lab = lab(waiting(nobodyReleases::acquire))) {
            String message = failureOf(() -> lab.call("a").mustReturn("page a", RULE));

            assertTrue(
                    message.matches("Nothing moves any more:\n"
                            + "  caller-1 in get\\(\"a\"\\) waits in Semaphore.acquire at LabTest.java:\\d+  .*\n"
                            + "Rule: It must be so.\n"
                            + "Look at: LabTest.java:\\d+  .*"),
                    message);
        }
    }

    @Test
    @Tag("all")
    void theMessageSaysWhoHasTheLock() {
        Object lock = new Object();
        try (Lab<String, String> lab = lab(fetch -> key -> {
            synchronized (lock) {
                return fetch.fetch(key);
            }
        })) {
            lab.hold("a");
            lab.call("a");
            Call<String> second = lab.call("b");

            String message = failureOf(() -> second.mustEnd(RULE));

            assertTrue(message.contains("caller-1 in get(\"a\") is held in the fetch at LabTest.java:"), message);
            assertTrue(message.contains("caller-2 in get(\"b\") waits for the lock of caller-1 at"), message);
        }
    }

    @Test
    @Tag("all")
    void whoHasTheLockIsShownFirstHoweverManyWait() {
        Object lock = new Object();
        try (Lab<Integer, String> lab = lab(fetch -> key -> {
            if (key == 5) { // takes the lock before the others come, but is not the first caller
                synchronized (lock) {
                    return fetch.fetch(key);
                }
            }
            fetch.fetch(-key);
            synchronized (lock) {
                return fetch.fetch(key);
            }
        })) {
            for (int key = 1; key <= 4; key++) {
                lab.hold(-key);
                lab.call(key);
            }
            lab.hold(5);
            lab.call(5);
            for (int key = 1; key <= 4; key++) {
                lab.letOneGo(-key);
            }

            String message = failureOf(() -> lab.until(RULE, () -> false));

            assertTrue(
                    message.startsWith("Nothing moves any more:\n"
                            + "  caller-5 in get(5) is held in the fetch at LabTest.java:"), message);
            assertTrue(message.contains("\n  and 1 more\n"), message);
        }
    }

    @Test
    @Tag("all")
    void whoHasEndedAndStillHoldsTheLockIsToldOf() {
        ReentrantLock lock = new ReentrantLock();
        try (Lab<String, String> lab = lab(fetch -> key -> {
            lock.lockInterruptibly();
            return fetch.fetch(key);
        })) {
            lab.call("a");
            Call<String> second = lab.call("b");

            String message = failureOf(() -> second.mustEnd(RULE));

            assertTrue(
                    message.startsWith("Nothing moves any more:\n"
                            + "  caller-1 in get(\"a\") has returned \"page a\" and still holds the lock\n"
                            + "  caller-2 in get(\"b\") waits for the lock of caller-1 at LabTest.java:"), message);
        }
    }

    @Test
    void callsOfOneCallerAreToldApart() {
        try (Lab<String, String> lab = lab(fetch -> key -> null)) {
            lab.solo("a").mustReturn(null, RULE);

            assertEquals("caller-1 in get(\"a\") (call 2) returned null, not \"page a\"\nRule: It must be so.",
                    failureOf(() -> lab.solo("a").mustReturn("page a", RULE)));
        }
    }

    @Test
    @Tag("all")
    void whoSwallowsAnInterruptIsShownWhereItWasInterrupted() {
        try (Lab<String, String> lab = lab(waiting(() -> {
            try {
                latch.await();
            } catch (InterruptedException swallowed) {
                over.set(true);
            }
        }))) {
            Call<String> call = lab.call("a");

            call.interrupt();

            String message = failureOf(() -> call.mustThrow(InterruptedException.class, RULE));
            assertTrue(message.matches("(?s).*\nLook at: LabTest.java:\\d+  latch.await\\(\\);"), message);
        }
    }

    @Test
    void aConstructorThatIsNotThereIsToldOf() {
        try (Lab<String, String> lab = lab(fetch -> {
            throw new NoSuchMethodException("Memo has no public constructor that takes one Fetch");
        })) {
            String message = failureOf(() -> lab.call("a"));

            assertTrue(message.startsWith("Memo has no public constructor that takes one Fetch.\n"
                    + "Rule: Memo has a public constructor that takes a fetch"), message);
        }
    }

    @Test
    void aStaticInitializerThatThrowsIsToldOf() {
        class Broken {
            static final int NUMBER = Integer.parseInt("none");
        }

        try (Lab<String, Integer> lab = new Lab<>(key -> 0, UnaryOperator.identity(), fetch -> key -> Broken.NUMBER)) {
            String message = failureOf(() -> lab.call("a").mustEnd(RULE));

            assertTrue(message.matches("(?s)caller-1 in get\\(\"a\"\\) ran a static initializer, which threw"
                    + " java.lang.NumberFormatException: For input string: \"none\"\\.\nRule: .*"
                    + "\nLook at: LabTest.java:\\d+  static final int NUMBER = .*"), message);
        }
    }

    @Test
    @Tag("all")
    void whoWaitsForAClassThatIsBeingInitializedIsBeyondDoubt() {
        class Deadlocked {
            static final Thread OTHER = new Thread(() -> Deadlocked.touch());

            static {
                OTHER.setUncaughtExceptionHandler((thread, thrown) -> {});
                OTHER.start();
                assertThrows(InterruptedException.class, OTHER::join);
            }

            static void touch() {}
        }

        try (Lab<String, String> lab = lab(waiting(Deadlocked::touch))) {
            String message = failureOf(() -> lab.call("a").mustReturn("page a", RULE));

            assertTrue(message.startsWith("Nothing moves any more:\n  caller-1 in get(\"a\") waits in "), message);
        }
    }

    @Test
    void anEndlessLoopIsBeyondDoubt() {
        try (Lab<String, String> lab = lab(waiting(() -> {
            while (!over.get()) {
                IntStream.range(0, 1_000).toArray();
                IntStream.range(0, 1_000).toArray();
                IntStream.range(0, 1_000).toArray();
            }
        }))) {
            String message = failureOf(() -> lab.call("a").mustReturn("page a", RULE));

            assertTrue(message.contains("caller-1 in get(\"a\") keeps running at LabTest.java:"), message);
            String place = message.lines().toList().get(1).replaceFirst(".* keeps running at ", "");
            assertTrue(message.endsWith("Look at: " + place), "who runs is elsewhere at each look: " + message);
            over.set(true);
        }
    }

    @Test
    void whatIsSaidForTheSecondTimeTakesNoTwoSeconds() {
        Lab.Maker<String, String> hanging = fetch -> key -> {
            latch.await();
            return fetch.fetch(key);
        };

        Duration first = timeToJudge(hanging);
        Duration fastestAgain = Stream.generate(() -> timeToJudge(hanging)).limit(5).min(naturalOrder()).orElseThrow();

        assertTrue(first.toMillis() >= 2000, () -> "beyond doubt, but not after " + first);
        assertTrue(fastestAgain.toMillis() < 2000, () -> "soon, but not after " + fastestAgain);
    }

    private static Duration timeToJudge(Lab.Maker<String, String> maker) {
        try (Lab<String, String> lab = lab(maker)) {
            long start = System.nanoTime();
            failureOf(() -> lab.call("a").mustEnd(RULE));
            return Duration.ofNanos(System.nanoTime() - start);
        }
    }

    static Stream<Arguments> waysToWait() {
        CountDownLatch latch = new CountDownLatch(1);
        ReentrantLock lock = new ReentrantLock();
        Condition condition = lock.newCondition();
        Object monitor = new Object();
        return Stream.of(
                arguments("CountDownLatch.await", (Wait) latch::await),
                arguments("Semaphore.acquire", (Wait) new Semaphore(0)::acquire),
                arguments("CompletableFuture.join", (Wait) new CompletableFuture<String>()::join),
                arguments("FutureTask.get", (Wait) new FutureTask<>(() -> "")::get),
                arguments("LinkedBlockingQueue.take", (Wait) new LinkedBlockingQueue<String>()::take),
                arguments("LockSupport.park", (Wait) LockSupport::park),
                arguments("Object.wait", (Wait) () -> {
                    synchronized (monitor) {
                        monitor.wait();
                    }
                }),
                arguments("ConditionObject.await", (Wait) () -> {
                    lock.lock();
                    condition.await();
                }),
                arguments("Thread.join", (Wait) () -> {
                    Thread sleeper = new Thread(LockSupport::park);
                    sleeper.setDaemon(true);
                    sleeper.start();
                    sleeper.join();
                }));
    }

    @ParameterizedTest
    @MethodSource("waysToWait")
    void theMessageSaysWhatIsWaitedFor(String call, Wait wait) {
        try (Lab<String, String> lab = lab(waiting(wait))) {
            String message = failureOf(() -> lab.call("a").mustEnd(RULE));

            assertTrue(message.contains("  caller-1 in get(\"a\") waits in " + call + " at LabTest.java:"), message);
        }
    }

    @Test
    @Tag("all")
    void aConstructorThatHangsIsBeyondDoubt() {
        try (Lab<String, String> lab = lab(fetch -> {
            latch.await();
            return fetch::fetch;
        })) {
            String message = failureOf(() -> lab.call("a"));

            assertTrue(message.startsWith("Nothing moves any more:\n"
                    + "  The constructor waits in CountDownLatch.await at LabTest.java:"), message);
        }
    }

    @Test
    void fetchesWithoutEndAreBeyondDoubt() {
        try (Lab<String, String> lab = lab(fetch -> key -> {
            while (!over.get()) {
                fetch.fetch(key);
            }
            return null;
        })) {
            String message = failureOf(() -> lab.call("a").mustEnd(RULE));

            assertTrue(message.startsWith("There is no end of fetches:\n"), message);
            over.set(true);
        }
    }

    @Test
    void anInterruptFlagThatTheMemoHasSetIsTold() {
        try (Lab<String, String> lab = lab(waiting(() -> Thread.currentThread().interrupt()))) {
            String message = failureOf(() -> lab.call("a").mustEnd(RULE));

            assertTrue(message.startsWith("caller-1 in get(\"a\") ended interrupted, although nobody had"), message);
        }
    }

    @Test
    void threadsThatAreLeftBehindAreNamedOnce() {
        Lab.threadsLeftBehind(); // those of other tests
        try (Lab<String, String> lab = lab(waiting(() -> {
            Thread thread = new Thread(() -> assertDoesNotThrow(() -> latch.await()), "left");
            thread.setDaemon(true);
            thread.start();
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }))) {
            lab.call("a").mustEnd(RULE);
        }

        assertEquals(List.of("left"), Lab.threadsLeftBehind());
        assertEquals(List.of(), Lab.threadsLeftBehind());
        latch.countDown();
    }

    @Test
    void anExceptionThatNoFetchThrewIsTold() {
        try (Lab<String, String> lab = lab(waiting(() -> {
            throw new IllegalStateException("mine");
        }))) {
            lab.call("a");

            String message = failureOf(() -> lab.until(RULE, () -> false));

            assertTrue(message.startsWith("caller-1 in get(\"a\") threw java.lang.IllegalStateException: mine, which no"
                    + " fetch threw.\nRule: It must be so.\nLook at: LabTest.java:"), message);
        }
    }

    @Test
    void aStubSpeaksForItself() {
        try (Lab<String, String> lab = lab(waiting(() -> {
            throw new UnsupportedOperationException("Write it.");
        }))) {
            assertEquals("Write it.", failureOf(() -> lab.call("a").mustEnd(RULE)));
        }
    }

    @Test
    void aFailureShowsNoFrameOfTheLab() {
        try (Lab<String, String> lab = lab(fetch -> fetch::fetch)) {
            AssertionError failure = assertThrows(AssertionError.class, () -> lab.call("a").mustReturn("x", RULE));

            assertEquals(LabTest.class.getName(), failure.getStackTrace()[0].getClassName().replaceFirst("\\$.*", ""));
        }
    }

    @Test
    void whoAwaitsALatchSleeps() {
        assertDoesNotThrow(() -> watchAWaiter(latch::await));
    }

    @Test
    void whoWillGiveUpWaitingIsSeen() {
        String message = failureOf(() -> watchAWaiter(() -> latch.await(1, TimeUnit.HOURS)));

        assertTrue(
                message.contains("sleeps only for a limited time.\nRule: It must be so.\nLook at: LabTest.java:"), message);
    }

    @Test
    void whoIsBlockedByALockSleeps() {
        Object lock = new Object();
        Thread holder = new Thread(() -> {
            synchronized (lock) {
                assertDoesNotThrow(() -> latch.await());
            }
        });
        holder.start();
        assertDoesNotThrow(() -> watchAWaiter(() -> {
            while (holder.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            synchronized (lock) {
                over.set(true);
            }
        }));
    }

    @Test
    void whoSpinsIsSeen() {
        String message = failureOf(() -> watchAWaiter(() -> {
            while (!over.get()) {
                Thread.onSpinWait();
            }
        }));

        assertTrue(message.contains("keeps the processor busy with looking again and again.\n"), message);
        assertTrue(message.contains("\nLook at: LabTest.java:"), message);
    }

    @Test
    void whoYieldsIsSeen() {
        String message = failureOf(() -> watchAWaiter(() -> {
            while (!over.get()) {
                Thread.yield();
            }
        }));

        assertTrue(message.contains("keeps the processor busy with looking again and again"), message);
    }

    @Test
    void whoNapsIsSeen() {
        String message = failureOf(() -> watchAWaiter(() -> {
            while (!over.get()) {
                Thread.sleep(5);
            }
        }));

        assertTrue(message.contains("wakes up again and again to look"), message);
    }

    @Test
    void whoAwaitsALatchForAShortTimeAgainAndAgainIsSeen() {
        String message = failureOf(() -> watchAWaiter(() -> {
            while (!latch.await(20, TimeUnit.MILLISECONDS)) {
                // once more
            }
        }));

        assertTrue(message.contains("wakes up again and again to look"), message);
    }

    @Test
    void whoDoesNotWaitIsSeen() {
        String message = failureOf(() -> watchAWaiter(() -> {}));

        assertTrue(message.contains("stopped waiting before the fetch was over, or did not wait at all"), message);
    }

    @Test
    void anInterruptIsNoSurprise() {
        try (Lab<String, String> lab = lab(waiting(latch::await))) {
            Call<String> call = lab.call("a");

            call.interrupt();

            call.mustThrow(InterruptedException.class, RULE);
        }
    }

    private void watchAWaiter(Wait wait) {
        try (Lab<String, String> lab = lab(waiting(wait))) {
            lab.call("a").mustSleep(RULE);
        } finally {
            over.set(true);
            latch.countDown();
        }
    }

    private static <K> Lab<K, String> lab(Lab.Maker<K, String> maker) {
        return new Lab<>(key -> "page " + key, UnaryOperator.identity(), maker);
    }

    private static Lab.Maker<String, String> waiting(Wait wait) {
        return fetch -> key -> {
            wait.untilOver();
            return fetch.fetch(key);
        };
    }

    private static String failureOf(Runnable test) {
        return assertThrows(AssertionError.class, test::run).getMessage();
    }
}
