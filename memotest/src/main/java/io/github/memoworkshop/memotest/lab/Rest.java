package io.github.memoworkshop.memotest.lab;

import java.time.Duration;

/** How a caller spends the time while it cannot go on. Thread-safe. */
enum Rest {
    /** The good way, which costs nothing. */
    SLEEPS("sleeps"),
    SPINS("keeps the processor busy with looking again and again"),
    POLLS("does not sleep until it is woken, but wakes up again and again to look"),
    ENDED("does not wait, its call has ended");

    final String seen;

    Rest(String seen) {
        this.seen = seen;
    }

    private static final Duration BUSY = Duration.ofMillis(300); // on the processor, not on the clock
    private static final int AWAKENINGS = 10;
    private static final int QUIET_SAMPLES = 30;
    // Who sleeps with a time limit may be polling at long intervals, so is watched for longer.
    private static final int QUIET_SAMPLES_WITH_LIMIT = 1_000;

    /** Watches a waiting caller until its habit is clear. */
    static Rest of(Call<?> call, ThreadMeter meter) {
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
            if (quietSamples >= (meter.isParkedForATime() ? QUIET_SAMPLES_WITH_LIMIT : QUIET_SAMPLES)) {
                return SLEEPS;
            }
            Lab.pause(Duration.ofMillis(1));
        }
        return ENDED;
    }
}
