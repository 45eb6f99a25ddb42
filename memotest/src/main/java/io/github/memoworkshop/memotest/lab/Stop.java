package io.github.memoworkshop.memotest.lab;

import io.github.memoworkshop.memotest.race.Site;
import java.util.HashSet;
import java.util.Set;

/**
 * Stops one thread before the n-th step that it takes in the code under test, until it may go on, perhaps for one step
 * only. Safe for use by any number of threads.
 */
final class Stop {

    private static final int LOOKS = 1000; // in case somebody never comes to another step

    private final Runnable whenMoving;
    private int step;
    private Thread stopped;
    private Site site;
    private StackTraceElement[] frames;
    private int steps;
    private long stepsTaken;
    private boolean isOver;
    private Thread mover;
    private Set<Thread> heldBack = Set.of();
    private final Set<Thread> standing = new HashSet<>();
    private boolean isLooking;

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
            while (mustStand(thread)) {
                standing.add(thread);
                wait();
            }
            if (standing.remove(thread)) {
                notifyAll();
            }
            for (int looks = 0; thread == mover && looks < LOOKS && ThreadMeter.anyMoves(heldBack); looks++) {
                isLooking = true;
                whenMoving.run();
                wait(1); // whom the last step has set free comes as far as to its own next step, in every run
            }
            stepsTaken++;
        } catch (InterruptedException endOfTest) {
            thread.interrupt();
        } finally {
            standing.remove(thread);
            isLooking &= thread != mover;
        }
    }

    private boolean mustStand(Thread thread) {
        return thread == stopped && steps == step && !isOver || heldBack.contains(thread);
    }

    /** The stopped thread may take one step, and is to be stopped before the next one. */
    synchronized void moveOn() {
        step++;
        site = null;
    }

    /** The stopped thread may go on for good. */
    synchronized void end() {
        isOver = true;
    }

    /**
     * Lets this thread go on, and these others, if they can move at all, take no step meanwhile. Returns when the
     * thread has noticed: until then it looks like one that waits, which on a busy machine may last.
     */
    synchronized void letGoOn(Thread thread, Set<Thread> others) {
        mover = thread;
        heldBack = Set.copyOf(others);
        notifyAll();
        try {
            while (standing.contains(thread) && !mustStand(thread)) {
                wait();
            }
        } catch (InterruptedException endOfTest) {
            Thread.currentThread().interrupt();
        }
    }

    /** Holds nobody back any more. */
    synchronized void letAllGoOn() {
        end();
        letGoOn(null, Set.of());
    }

    /** Who stands before a step at this moment. */
    synchronized Set<Thread> standing() {
        Set<Thread> held = new HashSet<>(standing);
        held.removeIf(thread -> !mustStand(thread)); // who may go on, but has not noticed so far
        return held;
    }

    /** Whether the thread that goes on waits, for a moment, for those that it has set free. */
    synchronized boolean isLooking() {
        return isLooking;
    }

    /** How many steps all threads have taken. */
    synchronized long stepsTaken() {
        return stepsTaken;
    }

    synchronized int step() {
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
