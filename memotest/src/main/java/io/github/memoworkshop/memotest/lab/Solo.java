package io.github.memoworkshop.memotest.lab;

import java.util.HashSet;
import java.util.Set;

/**
 * Lets one thread alone take steps in the code under test, as if the processors had no time for any other: what a memo
 * leaves to a thread of its own may take as long as it likes. Thread-safe.
 */
final class Solo {

    private volatile Thread alone;
    private final Set<Thread> heldUp = new HashSet<>();

    /** From now on, all other threads wait before their next step. */
    synchronized void begin(Thread thread) {
        alone = thread;
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
        }
    }

    private boolean mayMove(Thread thread) {
        Thread one = alone;
        return one == null || one == thread;
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
