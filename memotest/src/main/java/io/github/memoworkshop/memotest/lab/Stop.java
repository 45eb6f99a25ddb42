package io.github.memoworkshop.memotest.lab;

import io.github.memoworkshop.memotest.race.Site;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Stops threads before the n-th step that each of them takes in the code under test, until they may go on, perhaps for
 * one step only. Safe for use by any number of threads.
 */
final class Stop {

    /** Who makes dozens of calls comes to a place seldom if it comes there no more often than this. */
    private static final int SELDOM = 10;

    /** How far a thread has come, and which of its steps it took at each place; and where it was stopped, if it was. */
    private static final class Way {
        private final Map<Site, List<Integer>> stepsAt = new HashMap<>();
        private int steps;
        private Site site;
        private StackTraceElement[] frames;
    }

    private final Runnable whenStopped;
    private final Map<Thread, Way> ways = new HashMap<>();
    private final Set<Thread> standing = new HashSet<>();
    private int step;
    private boolean isOver;

    /** A stop before this step, counted from 1; before step 0, nobody is stopped. */
    Stop(int step, Runnable whenStopped) {
        this.step = step;
        this.whenStopped = whenStopped;
    }

    /** The calling thread is to be stopped. */
    synchronized void watchThisThread() {
        ways.put(Thread.currentThread(), new Way());
    }

    /** Called by each thread before each of its steps. */
    synchronized void before(Site next) {
        Thread thread = Thread.currentThread();
        Way way = ways.get(thread);
        if (way == null) {
            return;
        }
        way.steps++;
        if (step == 0) {
            way.stepsAt.computeIfAbsent(next, place -> new ArrayList<>()).add(way.steps);
        }
        if (way.steps != step) {
            return;
        }
        way.site = next;
        way.frames = thread.getStackTrace();
        standing.add(thread);
        whenStopped.run();
        try {
            while (mustStand(thread)) {
                wait();
            }
        } catch (InterruptedException endOfTest) {
            thread.interrupt();
        } finally {
            standing.remove(thread);
        }
    }

    private boolean mustStand(Thread thread) {
        return ways.get(thread).steps == step && !isOver;
    }

    /** Each thread may take one step, and is to be stopped before the next one. */
    synchronized void moveOn() {
        step++;
        ways.values().forEach(way -> way.site = null);
        notifyAll();
    }

    /** All may go on for good. */
    synchronized void end() {
        isOver = true;
        notifyAll();
    }

    /** Who stands before a step at this moment. */
    synchronized Set<Thread> standing() {
        Set<Thread> held = new HashSet<>(standing);
        held.removeIf(thread -> !mustStand(thread)); // who may go on, but has not noticed so far
        return held;
    }

    /** If nobody was to be stopped: the first step at each place where a thread came seldom, in their order. */
    synchronized List<Integer> seldom() {
        return ways.values().stream()
                .flatMap(way -> way.stepsAt.values().stream())
                .filter(steps -> steps.size() <= SELDOM)
                .map(steps -> steps.get(0))
                .sorted()
                .toList();
    }

    /** Whether somebody may go on who has not noticed so far. */
    synchronized boolean isWaking() {
        return !standing.stream().allMatch(this::mustStand);
    }

    synchronized int step() {
        return step;
    }

    /** The step before which this thread was stopped, or null if it did not come so far. */
    synchronized Site site(Thread thread) {
        Way way = ways.get(thread);
        return way == null ? null : way.site;
    }

    /** How this thread came there, or null likewise. */
    synchronized StackTraceElement[] frames(Thread thread) {
        return ways.get(thread).frames;
    }
}
