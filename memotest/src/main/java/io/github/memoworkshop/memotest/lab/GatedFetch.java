package io.github.memoworkshop.memotest.lab;

import static java.util.stream.Collectors.toSet;

import io.github.memoworkshop.memotest.Fetch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A fetch with a gate per key: where the gate is shut, whoever fetches the key is held inside until it opens.
 *
 * <p>Safe for use by any number of threads.
 */
final class GatedFetch<K, V> implements Fetch<K, V> {

    /** So many fetches in one lab that somebody fetches without end: the tests ask for less than a tenth of it. */
    private static final int ENDLESS = 10_000;

    private final Fetch<K, V> pages;
    private final Map<K, Fetch<K, V>> scripts = new ConcurrentHashMap<>();
    private final Set<K> shut = new HashSet<>();
    private final List<Visit<K>> underWay = new ArrayList<>();
    private final List<Visit<K>> visits = new ArrayList<>();
    private final Set<Throwable> thrown = Collections.newSetFromMap(new IdentityHashMap<>());
    private final AtomicLong events = new AtomicLong();
    private final AtomicLong progress = new AtomicLong();
    private volatile boolean leftInterrupted;
    private int held;

    GatedFetch(Fetch<K, V> pages) {
        this.pages = pages;
    }

    @Override
    public V fetch(K key) throws Exception {
        Fetch<K, V> script = scripts.getOrDefault(key, pages);
        Visit<K> visit = new Visit<>(key);
        try {
            passGate(visit);
            boolean wasInterrupted = Thread.currentThread().isInterrupted();
            V page = script.fetch(key);
            if (!wasInterrupted && Thread.currentThread().isInterrupted()) {
                leftInterrupted = true;
            }
            return page;
        } catch (Throwable failure) { // an interrupt at the gate, too: a real fetch would be cut off in the same way
            note(failure);
            throw failure;
        } finally {
            leave(visit);
        }
    }

    private synchronized void passGate(Visit<K> visit) throws InterruptedException {
        underWay.add(visit);
        visits.add(visit);
        if (shut.contains(visit.key)) {
            held++;
        }
        countEvent();
        try {
            while (shut.contains(visit.key) && !visit.mayGo) {
                visit.isHeld = true;
                wait();
            }
        } finally {
            visit.isHeld = false;
            notifyAll();
        }
    }

    private synchronized void leave(Visit<K> visit) {
        underWay.remove(visit);
        countEvent();
    }

    private synchronized void note(Throwable failure) {
        thrown.add(failure);
    }

    void script(K key, Fetch<K, V> script) {
        scripts.put(key, script);
    }

    synchronized void shut(K key) {
        shut.add(key);
    }

    synchronized void open(K key) {
        shut.remove(key);
        notifyAll();
    }

    /** Who has been held for the longest time in the fetch of this key. */
    synchronized Optional<Thread> nextToGo(K key) {
        return nextVisit(key).map(visit -> visit.thread);
    }

    private Optional<Visit<K>> nextVisit(K key) {
        return underWay.stream().filter(visit -> key.equals(visit.key) && !visit.mayGo).findFirst();
    }

    /**
     * Lets go who has been held for the longest time in the fetch of this key. Returns when it has noticed: until then
     * it looks like one that waits, which on a busy machine may last.
     */
    synchronized void letOneGo(K key) {
        nextVisit(key).ifPresent(visit -> {
            visit.mayGo = true;
            notifyAll();
            while (visit.isHeld && underWay.contains(visit)) {
                awaitChange(0);
            }
        });
    }

    /** The keys of the fetches that are held at this moment, in the order in which they began. */
    synchronized List<K> keysHeld() {
        return underWay.stream()
                .filter(visit -> shut.contains(visit.key) && !visit.mayGo)
                .map(visit -> visit.key)
                .toList();
    }

    /** Who is held at this moment. */
    synchronized Set<Thread> whoIsHeld() {
        return underWay.stream()
                .filter(visit -> visit.isHeld && shut.contains(visit.key) && !visit.mayGo)
                .map(visit -> visit.thread)
                .collect(toSet());
    }

    synchronized void openAll() {
        shut.clear();
        notifyAll();
    }

    /** Counts that something has happened: a caller has come to a fetch, or left it, or its call has ended. */
    synchronized void countEvent() {
        events.incrementAndGet();
        notifyAll();
    }

    /** Counts that something goes on of which nothing has come so far. */
    void countProgress() {
        progress.incrementAndGet();
    }

    /** How many events there were so far. */
    long events() {
        return events.get();
    }

    /** A number that grows with each event, and while something goes on. */
    long pulse() {
        return events.get() + progress.get();
    }

    /** Waits for an event after this pulse, but not for long, and returns what it is then. */
    synchronized long awaitEvent(long pulseSeen, Duration atMost) {
        if (pulse() == pulseSeen) {
            awaitChange(atMost.toMillis());
        }
        return pulse();
    }

    private void awaitChange(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt(); // whoever interrupts a test wants it to end
            throw new IllegalStateException("The test was interrupted.", interrupt);
        }
    }

    /** How many fetches have been held so far. */
    synchronized int held() {
        return held;
    }

    /** How many fetches of this key have begun and not ended. */
    synchronized int underWay(K key) {
        return (int) underWay.stream().filter(visit -> key.equals(visit.key)).count();
    }

    /** How many fetches of whatever key have begun and not ended. */
    synchronized int underWay() {
        return underWay.size();
    }

    /** Whether it was a fetch that threw this, and not the memo. */
    synchronized boolean threw(Throwable failure) {
        return thrown.contains(failure);
    }

    /** Whether a fetch ended with something of this type. */
    synchronized boolean threwAny(Class<? extends Throwable> type) {
        return thrown.stream().anyMatch(type::isInstance);
    }

    /** Whether a fetch has left its caller interrupted, or may have. */
    boolean interrupted() {
        return leftInterrupted || threwAny(InterruptedException.class);
    }

    /** Whether there is no end of fetches. */
    synchronized boolean isEndless() {
        return visits.size() >= ENDLESS;
    }

    /** From where this key was fetched, each time. */
    synchronized List<StackTraceElement[]> callersOf(K key) {
        return visits.stream().filter(visit -> key.equals(visit.key)).map(visit -> visit.from.getStackTrace()).toList();
    }

    /** One caller in the fetch. It is told from others by its identity: a key's own equals could hold us up. */
    private static final class Visit<K> {
        private final K key;
        private final Thread thread = Thread.currentThread();
        private final Throwable from = new Throwable();
        private boolean mayGo;
        private boolean isHeld;

        Visit(K key) {
            this.key = key;
        }
    }
}
