package io.github.memoworkshop.memotest.lab;

import io.github.memoworkshop.memotest.race.Site;
import java.util.Set;

/**
 * Stops one thread before the n-th step that it takes in the code under test, until it may go on. Safe for use by any
 * number of threads.
 */
final class Stop {

    private static final int LOOKS = 1000; // in case somebody never comes to another step

    private final int step;
    private final Runnable whenMoving;
    private Thread stopped;
    private Site site;
    private StackTraceElement[] frames;
    private int steps;
    private boolean mayGoOn;
    private Set<Thread> heldBack = Set.of();

    /** A stop before this step, counted from 1. */
    Stop(int step, Runnable whenMoving) {
        this.step = step;
        this.whenMoving = whenMoving;
    }

    /** The calling thread is the one to be stopped. */
    synchronized void watchThisThread() {
        stopped = Thread.currentThread();
    }

    /** Called by each thread before each of its steps. */
    synchronized void before(Site next) {
        Thread thread = Thread.currentThread();
        if (thread == stopped && ++steps == step) {
            site = next;
            frames = thread.getStackTrace();
            whenMoving.run();
        }
        try {
            while (thread == stopped && steps == step && !mayGoOn || heldBack.contains(thread)) {
                wait();
            }
            for (int looks = 0; thread == stopped && looks < LOOKS && anyMoves(heldBack); looks++) {
                whenMoving.run();
                wait(1); // whom the last step has set free comes as far as to its own next step, in every run
            }
        } catch (InterruptedException endOfTest) {
            thread.interrupt();
        }
    }

    private static boolean anyMoves(Set<Thread> threads) {
        return threads.stream().filter(Thread::isAlive).map(ThreadMeter::new).anyMatch(
                meter -> !meter.isParked() || meter.waitsForAFreeLock());
    }

    /** Lets the stopped thread go on, and these others, if they can move at all, take no step meanwhile. */
    synchronized void goOn(Set<Thread> others) {
        mayGoOn = true;
        heldBack = others;
        notifyAll();
    }

    int step() {
        return step;
    }

    /** The step before which the thread was stopped, or null if it did not come so far. */
    synchronized Site site() {
        return site;
    }

    /** How the thread came there, or null likewise. */
    synchronized StackTraceElement[] frames() {
        return frames;
    }
}
