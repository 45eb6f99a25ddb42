package io.github.memoworkshop.memotest.lab;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** How a caller spends the time while it cannot go on. Thread-safe. */
enum Rest {
    /** The good way, which costs nothing. */
    SLEEPS("sleeps"),
    SPINS("keeps the processor busy with looking again and again"),
    POLLS("does not sleep until it is woken, but wakes up again and again to look"),
    SLEEPS_FOR_A_TIME("sleeps only for a limited time"),
    ENDED("stopped waiting before the fetch was over, or did not wait at all");

    final String seen;

    Rest(String seen) {
        this.seen = seen;
    }

    private static final Duration BUSY = Duration.ofMillis(300); // on the processor, not on the clock
    private static final int AWAKENINGS = 10;
    private static final int QUIET_SAMPLES = 30;
    private static final int QUIET_SAMPLES_OF_A_TIMED_SLEEP = 300; // it may be short, and then it is polling

    /**
     * Watches a waiting caller until its habit is clear.
     *
     * @param isForGood whether it sleeps at this moment until somebody wakes it
     */
    static Rest of(Call<?> call, ThreadMeter meter, BooleanSupplier isForGood) {
        long busyBefore = meter.processorTime();
        long sleepsBefore = meter.sleeps();
        long sleepsAtLastLook = sleepsBefore;
        int quietSamples = 0;
        while (!call.isDone()) {
            if (meter.processorTime() - busyBefore >= BUSY.toNanos()) {
                return SPINS;
            }
            long sleeps = meter.sleeps();
            if (sleeps - sleepsBefore >= AWAKENINGS) {
                return POLLS;
            }
            quietSamples = meter.isParked() && sleeps == sleepsAtLastLook ? quietSamples + 1 : 0;
            sleepsAtLastLook = sleeps;
            boolean isForATime = !isForGood.getAsBoolean(); // and then it will look again, or give up
            if (quietSamples >= (isForATime ? QUIET_SAMPLES_OF_A_TIMED_SLEEP : QUIET_SAMPLES)) {
                return isForATime ? SLEEPS_FOR_A_TIME : SLEEPS;
            }
            Callers.pause(Duration.ofMillis(1));
            Heralds.call();
        }
        return ENDED;
    }
}
