package io.github.memoworkshop.memotest.race;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A test may let time fly for the watched code, and only for that. */
class TimeTest {

    private static final Duration HANG_GUARD = Duration.ofMinutes(1);

    /** Waits for an hour, or reads a clock twice, in many ways, chosen by the key. */
    static final class Timed implements Memoizer<String, Object> {

        private static final LongSupplier CLOCK = System::nanoTime;
        private static final long HOUR = 3_600_000;

        public Timed(Fetch<String, Object> fetch) {}

        @Override
        public Object get(String what) throws Exception {
            switch (what) {
                case "latch":
                    return new CountDownLatch(1).await(1, TimeUnit.HOURS);
                case "future":
                    return new CompletableFuture<>().completeOnTimeout(false, 1, TimeUnit.HOURS).get();
                case "monitor":
                    synchronized (this) {
                        wait(HOUR);
                    }
                    return false;
                case "condition":
                    ReentrantLock lock = new ReentrantLock();
                    lock.lock();
                    return lock.newCondition().awaitNanos(TimeUnit.HOURS.toNanos(1)) > 0;
                case "deadline":
                    ReentrantLock other = new ReentrantLock();
                    other.lock();
                    return other.newCondition().awaitUntil(new Date(Long.MAX_VALUE));
                case "park":
                    LockSupport.parkNanos(this, TimeUnit.HOURS.toNanos(1));
                    return false;
                case "timer":
                    ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
                    try {
                        return timer.schedule(() -> false, 1, TimeUnit.HOURS).get();
                    } finally {
                        timer.shutdownNow();
                    }
                case "timer until":
                    CompletableFuture<Object> rings = new CompletableFuture<>();
                    Timer daemon = new Timer(true);
                    daemon.schedule(new TimerTask() {
                        @Override
                        public void run() {
                            rings.complete(false);
                            daemon.cancel();
                        }
                    }, new Date(Long.MAX_VALUE), HOUR);
                    return rings.get();
                case "nanoTime":
                    return TimeUnit.NANOSECONDS.toDays(-System.nanoTime() + System.nanoTime());
                case "nanoTime by reference":
                    return TimeUnit.NANOSECONDS.toDays(-CLOCK.getAsLong() + CLOCK.getAsLong());
                case "currentTimeMillis":
                    return TimeUnit.MILLISECONDS.toDays(-System.currentTimeMillis() + System.currentTimeMillis());
                case "Instant":
                    return Duration.between(Instant.now(), Instant.now()).toDays();
                case "unit":
                    return TimeUnit.DAYS.convert(48, TimeUnit.HOURS);
                default:
                    return new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"latch", "future", "monitor", "condition", "deadline", "park", "timer", "timer until"})
    void aLimitIsOverAtOnce(String what) throws Exception {
        Memoizer<String, Object> timed = timeFliesFor(Timed.class);

        assertEquals(false, assertTimeoutPreemptively(HANG_GUARD, () -> timed.get(what)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nanoTime", "nanoTime by reference", "currentTimeMillis", "Instant"})
    void aDayGoesByWithEachLookAtAClock(String what) throws Exception {
        assertEquals(1L, timeFliesFor(Timed.class).get(what));
        assertEquals(0L, Races.watch(Timed.class).<String, Object>make(key -> key).get(what));
    }

    @Test
    void anHourIsAnHourAllTheSame() throws Exception {
        assertEquals(2L, timeFliesFor(Timed.class).get("unit"));
    }

    @Test
    void whoseTimeDoesNotFlyWaitsAsLongAsItWants() throws Exception {
        Memoizer<String, Object> timed = Races.watch(Timed.class).make(key -> key);

        long begin = System.nanoTime();
        assertEquals(false, timed.get("a millisecond"));

        assertTrue(System.nanoTime() - begin >= TimeUnit.MILLISECONDS.toNanos(1));
    }

    private static Memoizer<String, Object> timeFliesFor(Class<?> memo) throws Exception {
        Races races = Races.watch(memo);
        races.letTimeFly(() -> {});
        return races.make(key -> key);
    }
}
