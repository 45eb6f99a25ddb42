package io.github.memoworkshop.memotest.lab;

import io.github.memoworkshop.memotest.race.Site;
import java.util.function.Consumer;

/**
 * Stops one thread before the n-th step that it takes in the code under test, until it may go on. Safe for use by any
 * number of threads.
 */
final class Stop implements Consumer<Site> {

    private final int step;
    private final Runnable whenStopped;
    private Thread stopped;
    private Site site;
    private int steps;
    private boolean mayGoOn;

    /** A stop before this step, counted from 1. */
    Stop(int step, Runnable whenStopped) {
        this.step = step;
        this.whenStopped = whenStopped;
    }

    /** The calling thread is the one to be stopped. */
    synchronized void watchThisThread() {
        stopped = Thread.currentThread();
    }

    /** Called by each thread before each of its steps. */
    @Override
    public synchronized void accept(Site next) {
        if (Thread.currentThread() != stopped || ++steps != step) {
            return;
        }
        site = next;
        whenStopped.run();
        try {
            while (!mayGoOn) {
                wait();
            }
        } catch (InterruptedException endOfTest) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized void goOn() {
        mayGoOn = true;
        notifyAll();
    }

    int step() {
        return step;
    }

    /** The step before which the thread was stopped, or null if it did not come so far. */
    synchronized Site site() {
        return site;
    }
}
