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
    private volatile Turn turn; // null while everyone may go on
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
        begin(new Turn(thread, Set.copyOf(others), false));
    }

    /** The same, but whoever is not among these others may go on. */
    synchronized void beginAmong(Thread thread, Set<Thread> others) {
        begin(new Turn(thread, Set.copyOf(others), true));
    }

    private void begin(Turn next) {
        turn = next;
        notifyAll();
    }

    /** Who waits for its turn at this moment. */
    synchronized Set<Thread> heldUp() {
        Set<Thread> waiting = new HashSet<>(heldUp);
        waiting.removeIf(this::mayMove); // whose turn has come, but who has not noticed so far
        return waiting;
    }

    /** Whether somebody may move who has not noticed so far, and so looks like one that waits. */
    synchronized boolean isWaking() {
        return heldUp.stream().anyMatch(this::mayMove);
    }

    /** While this runs, whoever is none of the callers among whom it is somebody's turn may go on, too. */
    void freeTheMemosOwnDuring(Runnable action) {
        Turn before = turn;
        Turn during = before == null ? null : new Turn(before.thread, before.others, true);
        replace(before, during);
        action.run();
        replace(during, before);
    }

    private synchronized void replace(Turn old, Turn next) {
        if (turn == old) {
            begin(next);
        }
    }

    /** Everyone may go on. */
    synchronized void end() {
        begin(null);
    }

    /** Called by each thread before each of its steps. */
    void before() {
        Thread thread = Thread.currentThread();
        Turn now = turn;
        if (!mayMove(thread)) {
            waitForTheEnd(thread);
        } else if (now != null && now.thread == thread) {
            waitForTheFreed(now.others);
        }
    }

    private void waitForTheFreed(Set<Thread> others) {
        for (int looks = 0; looks < LOOKS && anyIsSetFree(others); looks++) {
            whenMoving.run();
            Callers.pause(BETWEEN_LOOKS);
        }
    }

    private boolean anyIsSetFree(Set<Thread> others) {
        Set<Thread> notHeldUp = new HashSet<>(others);
        notHeldUp.removeAll(heldUp());
        notHeldUp.removeIf(Thread::isInterrupted); // cannot be held up
        return ThreadMeter.anyMoves(notHeldUp);
    }

    private boolean mayMove(Thread thread) {
        Turn now = turn;
        return now == null || now.thread == thread || now.onlyAmongOthers && !now.others.contains(thread);
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

    /** Whose turn it is, and who waits meanwhile: these others only, or everyone else. */
    private record Turn(Thread thread, Set<Thread> others, boolean onlyAmongOthers) {}
}
