package io.github.memoworkshop.memotest.lab;

import io.github.memoworkshop.memotest.race.Site;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Runs a test again and again, each time with one caller stopped one step later, until that caller ends untouched. A
 * step is whatever other threads may notice: a call, an access to a field or an array element, an operation on a lock.
 *
 * <p>So a mistake between two steps, such as to look for a key and to store it later as if nobody had been there
 * meanwhile, is found in every run, and not only on a bad day. It belongs to the thread of the test, as a
 * {@link Lab} does.
 *
 * @param <K> what is asked for
 * @param <V> what comes back
 */
public final class Interruptions<K, V> {

    /**
     * The system property that picks one step, to run that schedule alone, in a debugger for example. While it is set,
     * or a debugger is attached, a thread may stand at a breakpoint for hours without being taken for one that hangs.
     */
    public static final String STEP = "memotest.step";

    /** After so many stops at one place, the caller goes in circles there, and may do so without end. */
    private static final int IN_CIRCLES = 40;

    /** So many are enough if it does so even when it is not stopped: it looks again until others are done. */
    private static final int WHEN_IT_IS_RESTLESS = 4;

    private final Supplier<Lab<K, V>> labs;
    private final String test;

    /**
     * Runs a test in many labs.
     *
     * @param labs makes the labs, each of which must be new and watch the same classes
     * @param test what Maven calls the test, as in {@code Memo4Test#aWaiterSleeps}, for who wants to replay a schedule
     */
    public Interruptions(Supplier<Lab<K, V>> labs, String test) {
        this.labs = labs;
        this.test = test;
    }

    /** One schedule: a test that stops one caller with {@link Lab#callAndStop}. */
    @FunctionalInterface
    public interface Schedule<K, V> {

        /** Runs the schedule in a new lab. */
        void run(Lab<K, V> lab);
    }

    /**
     * Runs a schedule without a stop, so that all classes are there and a step has the same number in every run, and
     * then for every step of the caller that it stops; of one that goes in circles, for the steps of many rounds.
     *
     * @throws AssertionError what the schedule threw, told as a story: where the caller was stopped, what the others
     *     did meanwhile, and what came of it
     */
    public void forEach(Schedule<K, V> schedule) {
        Integer only = Integer.getInteger(STEP);
        Map<Site, Integer> stopsAt = new HashMap<>();
        int circles = IN_CIRCLES;
        for (int step = 0; ; step = only == null ? step + 1 : only) {
            try (Lab<K, V> lab = labs.get()) {
                lab.stopBefore(step);
                try {
                    schedule.run(lab);
                } catch (AssertionError failure) {
                    // What fails without a stop does so again in the last round, which would only last if it hangs.
                    if (step > 0 || lab.callers().isKnownToHang()) {
                        throw lab.tell(failure, test);
                    }
                }
                if (step == 0) {
                    circles = lab.isStoppedOneRestless() ? WHEN_IT_IS_RESTLESS : IN_CIRCLES;
                } else if (only != null || !lab.hasStopped()
                        || stopsAt.merge(lab.stoppedAt(), 1, Integer::sum) == circles) {
                    return;
                }
            }
        }
    }
}
