package io.github.memoworkshop.memotest.race;

import java.util.Arrays;

/**
 * What one thread (or lock, or future) knows of every thread's progress: entry i is the last step of thread i that is
 * known to have happened before. Not thread safe; the {@link Detector} guards it.
 */
final class VectorClock {

    private int[] steps = new int[4];

    int get(int thread) {
        return thread < steps.length ? steps[thread] : 0;
    }

    void tick(int thread) {
        grow(thread + 1);
        steps[thread]++;
    }

    void join(VectorClock other) {
        grow(other.steps.length);
        for (int i = 0; i < other.steps.length; i++) {
            steps[i] = Math.max(steps[i], other.steps[i]);
        }
    }

    // No larger than asked for: two clocks that grew in advance and then met again and again would have no end.
    private void grow(int size) {
        if (size > steps.length) {
            steps = Arrays.copyOf(steps, size);
        }
    }
}
