package io.github.memoworkshop.memotest.lab;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Judges from repeated samples whether anything can still move by itself.
 *
 * <p>A thread is at rest when it was found parked in the required number of samples one after the other. A thread that
 * keeps running without getting anywhere is at rest, too, once it has had its chance: a good deal of processor time,
 * or many awakenings. So neither a starved thread is condemned on a busy machine, nor does a spinning one keep the
 * test from ending. Not thread-safe.
 */
final class Stillness {

    private final int samples;
    private final int stalledSamples;
    private final long span;
    private final long chanceTime;
    private final long chanceAwakenings;
    private final boolean isBeyondDoubt;
    private final ToLongFunction<Thread> steps;
    private final Map<Thread, Watched> watched = new HashMap<>();
    private long pulse = -1;
    private long since;

    private Stillness(
            int samples,
            int stalledSamples,
            Duration span,
            Duration chanceTime,
            long chanceAwakenings,
            boolean isBeyondDoubt,
            ToLongFunction<Thread> steps) {
        this.samples = samples;
        this.stalledSamples = stalledSamples;
        this.span = span.toNanos();
        this.chanceTime = chanceTime.toNanos();
        this.chanceAwakenings = chanceAwakenings;
        this.isBeyondDoubt = isBeyondDoubt;
        this.steps = steps;
    }

    /**
     * A judge whose word only lets the test go on.
     *
     * @param span over how much time the samples are spread, at least
     * @param again whether somebody has been seen to spin in the code under test before: then a crowd of callers who do
     *     so, and have to share the processors, need not have more than a short chance each
     * @param steps how many steps a thread has taken in the code under test
     */
    static Stillness forNow(Duration span, boolean again, ToLongFunction<Thread> steps) {
        return new Stillness(4, 200, span, Duration.ofMillis(again ? 2 : 20), 10, false, steps);
    }

    /**
     * A judge whose word fails a learner. Before each sample all {@link Heralds} have answered, so a thread that only
     * waits for the processor does not count as one at rest, and a lock that is free does not count as one to wait for.
     *
     * @param again whether the code under test has been condemned before, so that the word does not turn a green run
     *     into a red one. What is left to doubt is whether another promise is broken, too: who does not move for 80 ms
     *     and 20 samples, and moves later, has set itself a time limit.
     * @param steps how many steps a thread has taken in the code under test
     */
    static Stillness beyondDoubt(boolean again, ToLongFunction<Thread> steps) {
        return again
                ? new Stillness(20, 200, Duration.ofMillis(80), Duration.ofMillis(80), 20, true, steps)
                : new Stillness(200, 1_000, Duration.ofSeconds(2), Duration.ofSeconds(2), 100, true, steps);
    }

    /**
     * Takes one more sample.
     *
     * @param threads who could move
     * @param pulseNow grows while anything happens or goes on; each change starts the judgement anew
     * @return whether all of them are at rest beyond this judge's doubt
     */
    boolean sample(Set<Thread> threads, long pulseNow) {
        if (pulseNow != pulse) {
            pulse = pulseNow;
            since = System.nanoTime();
            watched.clear();
        }
        if (isBeyondDoubt) {
            Heralds.call();
        }
        boolean allAtRest = true;
        for (Thread thread : threads) {
            allAtRest &= watched.computeIfAbsent(thread, Watched::new).isAtRest();
        }
        if (!allAtRest || System.nanoTime() - since < span) {
            return false;
        }
        List<Thread> woken = threads.stream().filter(thread -> watched.get(thread).isWoken()).toList();
        woken.forEach(watched::remove); // who has not run so far has all of its chance before it
        return woken.isEmpty();
    }

    /** For how long nothing has happened, as of the last sample. */
    Duration quietTime() {
        return Duration.ofNanos(System.nanoTime() - since);
    }

    private final class Watched {
        private final Thread thread;
        private final ThreadMeter meter;
        private int parkedInARow;
        private int stalledInARow;
        private boolean seenAwake; // the readings below are slow, and most threads need none
        private long processorTimeBefore;
        private long lastProcessorTime = -1;
        private long awakeningsBefore;

        Watched(Thread thread) {
            this.thread = thread;
            meter = new ThreadMeter(thread);
        }

        /** Whether it is only called parked, and has had no chance to show otherwise. */
        boolean isWoken() {
            return meter.isParked() && !hasHadItsChance() && !LiveThreads.isRetired(thread) && Kernel.isReady(thread);
        }

        boolean isAtRest() {
            if (meter.isParked()) {
                parkedInARow++;
            } else {
                parkedInARow = 0;
                if (!seenAwake) {
                    seenAwake = true;
                    processorTimeBefore = processorTime();
                    awakeningsBefore = meter.stops();
                }
                noteWhetherItRan();
            }
            return parkedInARow >= samples && !(isBeyondDoubt && meter.waitsForAFreeLock())
                    || hasHadItsChance()
                    || stalledInARow >= stalledSamples;
        }

        private boolean hasHadItsChance() {
            return seenAwake && (processorTime() - processorTimeBefore >= chanceTime
                    || meter.stops() - awakeningsBefore >= chanceAwakenings);
        }

        /**
         * Who waits until another thread has initialized a class (JLS 12.4.2) is called runnable, but has no processor
         * time. So is who loads one from a slow disk, which does not last for as many samples.
         */
        private void noteWhetherItRan() {
            if (meter.hasProcessorTime()) {
                long now = meter.processorTime();
                stalledInARow = now == lastProcessorTime ? stalledInARow + 1 : 0;
                lastProcessorTime = now;
            }
        }

        /** In nanoseconds; of a virtual thread, which has no such clock, by its steps of about a microsecond. */
        private long processorTime() {
            return meter.hasProcessorTime() ? meter.processorTime() : 1_000 * steps.applyAsLong(thread);
        }
    }
}
