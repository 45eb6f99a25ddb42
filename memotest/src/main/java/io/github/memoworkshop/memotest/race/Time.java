package io.github.memoworkshop.memotest.race;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The time that the code under test goes by. A test may let it fly: then each wait for a limited time is over as soon
 * as it begins, and with each look at a clock another day has gone by. Thread-safe.
 *
 * <p>Public only for the sake of {@link Hooks}; not for use by hand.
 */
public final class Time {

    private static final long LAST_DAY = 10_000; // ten times as many nanoseconds would be too many for a long

    private volatile Runnable beforeItFlies; // null as long as it does not
    private final AtomicLong days = new AtomicLong();

    Time() {}

    void letFly(Runnable before) {
        beforeItFlies = before;
    }

    boolean flies() {
        return beforeItFlies != null;
    }

    /** For how long a wait, or a delay, is to last. */
    public long limit(long asked) {
        if (!flies()) {
            return asked;
        }
        beforeItFlies.run();
        return Math.min(asked, 1); // 0 may mean "for ever"
    }

    /** Until when a wait, or a delay, is to last. */
    public Date limit(Date asked) {
        if (!flies() || asked == null) {
            return asked;
        }
        beforeItFlies.run();
        return new Date(0);
    }

    /** The unit of such a limit. */
    public TimeUnit limit(TimeUnit asked) {
        return flies() && asked != null ? TimeUnit.NANOSECONDS : asked;
    }

    /** What a clock shows: a number of units, of which a day has so many. */
    public long clock(long now, long day) {
        return now + day * daysGoneBy();
    }

    /** What a clock shows. */
    public Instant clock(Instant now) {
        return now.plus(Duration.ofDays(daysGoneBy()));
    }

    private long daysGoneBy() {
        return flies() ? days.updateAndGet(gone -> Math.min(gone + 1, LAST_DAY)) : 0;
    }
}
