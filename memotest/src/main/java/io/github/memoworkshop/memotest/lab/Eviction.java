package io.github.memoworkshop.memotest.lab;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends threads of the code under test that nobody needs any more, in particular those in endless loops, so that they do
 * not take the processor from later tests.
 *
 * <p>No thread can be ended from outside, but each of its steps passes a hook, and there an error of ours is thrown. A
 * thread that catches it comes to rest in the hook a little later, and never moves again. Thread-safe.
 */
final class Eviction {

    /** Enough to give back all locks on the way out. */
    private static final int STEPS_ON_THE_WAY_OUT = 1000;

    private final Map<Thread, Integer> steps = Collections.synchronizedMap(new WeakHashMap<>());

    private volatile boolean isNeeded; // the map is slow, and seldom needed

    /** From now on, no step of this thread gets it anywhere but out. */
    void begin(Thread thread) {
        steps.putIfAbsent(thread, 0);
        isNeeded = true;
    }

    /** Called by each thread before each of its steps. */
    void proceed() {
        if (!isNeeded) {
            return;
        }
        Thread thread = Thread.currentThread();
        Integer taken = steps.computeIfPresent(thread, (evicted, before) -> before + 1);
        if (taken == null) {
            return;
        }
        if (taken == 1) {
            thread.setUncaughtExceptionHandler((ended, evicted) -> {}); // it has printed enough
            throw new Evicted();
        }
        while (taken > STEPS_ON_THE_WAY_OUT) {
            LockSupport.park();
            Thread.interrupted(); // or it would not park again
        }
    }

    private static final class Evicted extends Error {

        private static final long serialVersionUID = 1;

        Evicted() {
            super("The test is over.", null, false, false);
        }
    }
}
