package workshop.after;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import io.github.memoworkshop.memotest.lab.Call;
import io.github.memoworkshop.memotest.lab.Lab;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the memos after memo4 give beyond the promises, which the grid holds them against. */
class AfterMemo4Test {

    private static final String RULE = "What was fetched last is the answer.";

    private final AtomicInteger fetches = new AtomicInteger();
    /** The page says how many fetches there have been. */
    private final Fetch<String, String> pages = key -> key + " " + fetches.incrementAndGet();

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void aMonitorThatIsClosedRefusesRequests() throws Exception {
        MonitorMemo<String, String> memo = new MonitorMemo<>(pages);
        assertEquals("a 1", memo.get("a"));

        memo.close();

        assertThrows(RejectedExecutionException.class, () -> memo.get("a"));
    }

    @Test
    void whoTakesAFutureDoesNotWaitAndDisturbsNobody() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CompletableFutureMemo<String, String> memo = new CompletableFutureMemo<>(key -> {
            gate.await();
            return pages.fetch(key);
        });
        CompletableFuture<String> one = memo.getAsync("a");
        CompletableFuture<String> other = memo.getAsync("a");
        assertFalse(other.isDone());

        one.cancel(true);
        gate.countDown();

        assertEquals("a 1", other.get(1, TimeUnit.MINUTES));
        assertEquals("a 1", memo.get("a"));
    }

    @Test
    void aFutureFailsWithTheVeryException() {
        IOException failure = new IOException("404");
        CompletableFutureMemo<String, String> memo = new CompletableFutureMemo<>(key -> {
            throw failure;
        });

        CompletableFuture<String> future = memo.getAsync("a");

        assertSame(failure, assertThrows(ExecutionException.class, () -> future.get(1, TimeUnit.MINUTES)).getCause());
    }

    @Test
    void fetchesRunInTheExecutor() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor(new DaemonThreads("of the test"));

        assertEquals("of the test",
                new CompletableFutureMemo<>(key -> Thread.currentThread().getName(), executor).get("a"));

        executor.shutdown();
    }

    @Test
    void theLastCallerToLeaveCancelsTheFetch() {
        try (Lab<String, String> lab = lab(CancellableMemo::new)) {
            lab.hold("a");
            Call<String> one = lab.call("a");
            Call<String> other = lab.call("a");

            one.interrupt();
            one.mustThrow(
                    InterruptedException.class,
                    "A waiting caller that is interrupted leaves with an InterruptedException.");
            assertEquals(1, lab.fetching("a"), "the other caller still waits");
            other.interrupt();
            other.mustThrow(
                    InterruptedException.class,
                    "A waiting caller that is interrupted leaves with an InterruptedException.");

            lab.until("A fetch that nobody waits for is cancelled.", () -> lab.fetching("a") == 0);
            lab.open("a");
            lab.call("a").mustReturn("a 1", "What was cancelled is not remembered.");
        }
    }

    @Test
    void aCallerThatRunsOutOfTimeLeavesTheFetchToTheOthers() {
        try (Lab<String, String> lab = lab(fetch -> impatientFor("hurry", new CancellableMemo<>(fetch)))) {
            lab.hold("a");
            Call<String> patient = lab.call("a");

            lab.call("hurry a").mustReturn("late", "A caller that runs out of time leaves.");

            lab.open("a");
            patient.mustReturn("a 1", "A caller that leaves disturbs nobody.");
            lab.call("hurry a").mustReturn("a 1", "What is known is there in time.");
        }
    }

    /** Asks without any patience if the key begins with this word. */
    private static Memoizer<String, String> impatientFor(String word, CancellableMemo<String, String> memo) {
        return key -> {
            if (!key.startsWith(word)) {
                return memo.get(key);
            }
            try {
                return memo.get(key.substring(word.length() + 1), Duration.ZERO);
            } catch (TimeoutException late) {
                return "late";
            }
        };
    }

    @Test
    void whoWaitsSharesAFailureAndWhoComesLaterFetchesAgain() {
        IOException failure = new IOException("503");
        try (Lab<String, String> lab = lab(ForgetfulMemo::new)) {
            lab.script("a", key -> {
                throw failure;
            });
            lab.hold("a");
            List<Call<String>> calls = List.of(lab.call("a"), lab.call("a"));
            lab.open("a");
            calls.forEach(call -> call.mustThrow(failure, "Those who wait for one fetch share its failure."));

            lab.script("a", pages);

            lab.call("a").mustReturn("a 1", "A failure is not remembered.");
            lab.call("a").mustReturn("a 1", "A value is.");
        }
    }

    @Test
    void theLeastRecentlyUsedOutcomeIsForgottenFirst() throws Exception {
        BoundedMemo<String, String> memo = new BoundedMemo<>(pages, 2, Duration.ofHours(1), nanos::get);
        assertEquals("a 1", memo.get("a"));
        assertEquals("b 2", memo.get("b"));
        assertEquals("a 1", memo.get("a"));

        assertEquals("c 3", memo.get("c")); // there is no room for b any more

        assertEquals("a 1", memo.get("a"));
        assertEquals("b 4", memo.get("b"));
    }

    @Test
    void aFetchUnderWayIsNotForgotten() {
        try (Lab<String, String> lab = lab(fetch -> new BoundedMemo<>(fetch, 1, Duration.ofHours(1), nanos::get))) {
            lab.hold("a");
            Call<String> slow = lab.call("a");
            lab.call("b").mustReturn("b 1", RULE);
            lab.call("c").mustReturn("c 2", RULE);
            Call<String> waiter = lab.call("a");
            waiter.mustWait("A key that is being fetched is not fetched by another caller, too.");
            lab.open("a");

            slow.mustReturn("a 3", RULE);
            waiter.mustReturn("a 3", RULE);
        }
    }

    static Stream<Expiring> expiring() {
        return Stream.of(
                (fetch, timeToLive, clock) -> new BoundedMemo<>(fetch, 100, timeToLive, clock::get),
                (fetch, timeToLive, clock) -> new CaffeineMemo<>(
                        fetch, Caffeine.newBuilder().expireAfterWrite(timeToLive).ticker(clock::get)),
                (fetch, timeToLive, clock) -> new CaffeineAsyncMemo<>(
                        fetch, Caffeine.newBuilder().expireAfterWrite(timeToLive).ticker(clock::get)));
    }

    /** Makes a memo that forgets. */
    interface Expiring {
        Memoizer<String, String> make(Fetch<String, String> fetch, Duration timeToLive, AtomicLong clock);
    }

    @ParameterizedTest
    @MethodSource("expiring")
    void anOutcomeIsForgottenWhenItsTimeIsOver(Expiring maker) throws Exception {
        Memoizer<String, String> memo = maker.make(pages, Duration.ofMinutes(1), nanos);
        assertEquals("a 1", memo.get("a"));

        nanos.set(Duration.ofMinutes(1).toNanos() - 1);
        assertEquals("a 1", memo.get("a"));
        nanos.incrementAndGet();
        assertEquals("a 2", memo.get("a"));
    }

    private Lab<String, String> lab(Lab.Maker<String, String> maker) {
        return new Lab<>(pages, UnaryOperator.identity(), maker);
    }
}
