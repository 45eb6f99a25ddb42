package io.github.memoworkshop.memotest.lab;

import io.github.memoworkshop.memotest.race.Site;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The steps that threads take in the code under test. Safe for use by any number of threads. */
final class Steps {

    /** So many steps show all of a circle in which a thread goes; and whoever does not take them soon goes in none. */
    private static final int STEPS_OF_A_CIRCLE = 1_000;

    private static final int LOOKS_AT_A_CIRCLE = 5_000;
    private static final int LOOKS_WITHOUT_A_STEP = 1_000; // the machine may be busy
    private static final int FIRST_LOOKS = 50;
    private static final Duration BETWEEN_LOOKS = Duration.ofNanos(50_000);

    private final Map<Thread, Trail> trails = new ConcurrentHashMap<>();

    /** The trail of one thread, which alone counts and sets the last step. */
    private static final class Trail {
        private volatile long count;
        private volatile Site last;
        private volatile Set<StackTraceElement> circle;
    }

    private Trail trailOf(Thread thread) {
        return trails.computeIfAbsent(thread, absent -> new Trail());
    }

    /** The calling thread will take one more step, if only back to the beginning of a loop. */
    void count() {
        Trail trail = trailOf(Thread.currentThread());
        if (trail.count == 0) {
            Kernel.introduce(); // it may be a thread of the memo's own
        }
        trail.count = trail.count + 1; // nobody else writes it
    }

    /** The calling thread takes this step. */
    void take(Site step) {
        Trail trail = trailOf(Thread.currentThread());
        trail.last = step;
        Set<StackTraceElement> circle = trail.circle;
        if (circle != null) {
            circle.add(step.frame());
        }
    }

    /** Ends the trail of the calling thread, and returns its last step, if it has taken one since the trail began. */
    Optional<Site> end() {
        Trail trail = trailOf(Thread.currentThread());
        Site last = trail.last;
        trail.last = null;
        return Optional.ofNullable(last);
    }

    /** How many steps a thread has taken so far. */
    long countOf(Thread thread) {
        return trailOf(thread).count;
    }

    /** Of the circle in which a thread goes, the step that comes first in the text; nothing if it goes in none. */
    Optional<StackTraceElement> beginOfCircle(Thread thread) {
        Trail trail = trailOf(thread);
        Set<StackTraceElement> circle = ConcurrentHashMap.newKeySet();
        long begin = trail.count;
        long end = begin + STEPS_OF_A_CIRCLE;
        trail.circle = circle;
        long seen = begin;
        int looksWithoutAStep = 0;
        for (int look = 0; look < LOOKS_AT_A_CIRCLE && seen < end; look++) {
            if (looksWithoutAStep == (seen == begin ? FIRST_LOOKS : LOOKS_WITHOUT_A_STEP)) {
                break; // it is held
            }
            Callers.pause(BETWEEN_LOOKS);
            long now = trail.count;
            looksWithoutAStep = now == seen ? looksWithoutAStep + 1 : 0;
            seen = now;
        }
        trail.circle = null;
        return seen < end ? Optional.empty() : circle.stream().min(Comparator
                .comparing(StackTraceElement::getClassName)
                .thenComparing(StackTraceElement::getLineNumber));
    }
}
