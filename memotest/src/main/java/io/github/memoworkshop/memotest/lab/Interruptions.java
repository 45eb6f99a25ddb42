package io.github.memoworkshop.memotest.lab;

import io.github.memoworkshop.memotest.race.Site;
import java.util.HashMap;
import java.util.List;
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
        int circles = run(0, schedule, false).isStoppedOneRestless() ? WHEN_IT_IS_RESTLESS : IN_CIRCLES;
        Map<Site, Integer> stopsAt = new HashMap<>();
        Lab<K, V> last;
        int step = 0;
        do {
            step++;
            last = run(only == null ? step : only, schedule, true);
        } while (only == null && last.hasStopped() && stopsAt.merge(last.stoppedAt(), 1, Integer::sum) < circles);
    }

    /**
     * The same for a caller that asks for many keys, but only for the first step at each place where it comes seldom: it
     * makes another table there, for example. At all other places, a caller that asks for one key can be stopped, too.
     *
     * @throws AssertionError as {@link #forEach} does
     */
    public void forEachSeldom(Schedule<K, V> schedule) {
        Integer only = Integer.getInteger(STEP);
        run(0, schedule, false);
        List<Integer> steps = run(0, schedule, true).callers().stop().seldom(); // now that all classes are there
        for (int step : only == null ? steps : List.of(only)) {
            run(step, schedule, true);
        }
    }

    /** Runs the schedule in a new lab, and tells of a failure if that counts, or if the next run would only hang, too. */
    private Lab<K, V> run(int step, Schedule<K, V> schedule, boolean counts) {
        try (Lab<K, V> lab = labs.get()) {
            lab.stopBefore(step);
            try {
                schedule.run(lab);
            } catch (AssertionError failure) {
                if (counts || lab.callers().isKnownToHang()) {
                    throw lab.tell(failure, test);
                }
            }
            return lab;
        }
    }
}
