package io.github.memoworkshop.memotest.lab;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Lets one thread alone take steps in the code under test, as if the processors had no time for any other: what a memo
 * leaves to a thread of its own may take as long as it likes. Thread-safe.
 */
final class Solo {

    private static final int LOOKS = 200; // in case somebody never comes to another step
    private static final Duration BETWEEN_LOOKS = Duration.ofNanos(50_000);

    private final Runnable whenMoving;
    private volatile Thread alone;
    private volatile Set<Thread> others = Set.of();
    private volatile boolean amongOthers;
    private final Set<Thread> heldUp = new HashSet<>();

    /** The task is run again and again while the one that moves looks at rest, but waits for those it has set free. */
    Solo(Runnable whenMoving) {
        this.whenMoving = whenMoving;
    }

    /**
     * From now on, all other threads wait before their next step; and before each of its own, this one waits for those
     * of these others that it has set free, until they have come so far.
     */
    synchronized void begin(Thread thread, Set<Thread> others) {
        begin(thread, others, false);
    }

    /** The same, but whoever is not among these others may go on. */
    synchronized void beginAmong(Thread thread, Set<Thread> others) {
        begin(thread, others, true);
    }

    private void begin(Thread thread, Set<Thread> others, boolean amongOthers) {
        alone = thread;
        this.others = Set.copyOf(others);
        this.amongOthers = amongOthers;
        notifyAll();
    }

    /** Who waits for its turn at this moment. */
    synchronized Set<Thread> heldUp() {
        Set<Thread> waiting = new HashSet<>(heldUp);
        waiting.removeIf(this::mayMove); // whose turn has come, but who has not noticed so far
        return waiting;
    }

    /** Everyone may go on. */
    synchronized void end() {
        alone = null;
        notifyAll();
    }

    /** Called by each thread before each of its steps. */
    void before() {
        Thread thread = Thread.currentThread();
        if (!mayMove(thread)) {
            waitForTheEnd(thread);
        } else if (alone == thread) {
            waitForTheFreed();
        }
    }

    private void waitForTheFreed() {
        for (int looks = 0; looks < LOOKS && anyIsSetFree(); looks++) {
            whenMoving.run();
            Lab.pause(BETWEEN_LOOKS);
        }
    }

    private boolean anyIsSetFree() {
        Set<Thread> notHeldUp = new HashSet<>(others);
        notHeldUp.removeAll(heldUp());
        notHeldUp.removeIf(Thread::isInterrupted); // cannot be held up
        return ThreadMeter.anyMoves(notHeldUp);
    }

    private boolean mayMove(Thread thread) {
        Thread one = alone;
        return one == null || one == thread || amongOthers && !others.contains(thread);
    }

    private synchronized void waitForTheEnd(Thread thread) {
        heldUp.add(thread);
        try {
            while (!mayMove(thread)) {
                wait();
            }
        } catch (InterruptedException endOfTest) {
            thread.interrupt();
        } finally {
            heldUp.remove(thread);
        }
    }
}
