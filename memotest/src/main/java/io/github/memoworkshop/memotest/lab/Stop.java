package io.github.memoworkshop.memotest.lab;

import io.github.memoworkshop.memotest.race.Site;
import java.util.Set;

/**
 * Stops one thread before the n-th step that it takes in the code under test, until it may go on, perhaps for one step
 * only. Safe for use by any number of threads.
 */
final class Stop {

    private final Runnable whenStopped;
    private int step;
    private Thread thread;
    private Site site;
    private StackTraceElement[] frames;
    private int steps;
    private boolean isStanding;
    private boolean isOver;

    /** A stop before this step, counted from 1. */
    Stop(int step, Runnable whenStopped) {
        this.step = step;
        this.whenStopped = whenStopped;
    }

    /** The calling thread is the one to be stopped. */
    synchronized void watchThisThread() {
        thread = Thread.currentThread();
    }

    /** Called by each thread before each of its steps. */
    synchronized void before(Site next) {
        if (Thread.currentThread() != thread || ++steps != step) {
            return;
        }
        site = next;
        frames = thread.getStackTrace();
        isStanding = true;
        whenStopped.run();
        try {
            while (mustStand()) {
                wait();
            }
        } catch (InterruptedException endOfTest) {
            thread.interrupt();
        } finally {
            isStanding = false;
        }
    }

    private boolean mustStand() {
        return steps == step && !isOver;
    }

    /** The thread may take one step, and is to be stopped before the next one. */
    synchronized void moveOn() {
        step++;
        site = null;
        notifyAll();
    }

    /** The thread may go on for good. */
    synchronized void end() {
        isOver = true;
        notifyAll();
    }

    /** Who stands before a step at this moment. */
    synchronized Set<Thread> standing() {
        return isStanding && mustStand() ? Set.of(thread) : Set.of(); // or may go on, but has not noticed so far
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
