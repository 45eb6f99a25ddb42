package io.github.memoworkshop.memotest.lab;

import io.github.memoworkshop.memotest.Fetch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A fetch with a gate per key: where the gate is shut, whoever fetches the key is held inside until it opens.
 *
 * <p>Safe for use by any number of threads.
 */
final class GatedFetch<K, V> implements Fetch<K, V> {

    private final Fetch<K, V> pages;
    private final Map<K, Fetch<K, V>> scripts = new HashMap<>();
    private final Set<K> shut = new HashSet<>();
    private final List<K> underWay = new ArrayList<>();
    private final Set<Throwable> thrown = Collections.newSetFromMap(new IdentityHashMap<>());
    private int arrivals;
    private int departures;

    GatedFetch(Fetch<K, V> pages) {
        this.pages = pages;
    }

    @Override
    public V fetch(K key) throws Exception {
        Fetch<K, V> script = enter(key);
        try {
            return script.fetch(key);
        } catch (Throwable failure) {
            note(failure);
            throw failure;
        } finally {
            leave(key);
        }
    }

    private synchronized Fetch<K, V> enter(K key) throws InterruptedException {
        arrivals++;
        underWay.add(key);
        try {
            while (shut.contains(key)) {
                wait();
            }
        } catch (InterruptedException interrupt) { // a real fetch would be cut off in the same way
            thrown.add(interrupt);
            leave(key);
            throw interrupt;
        }
        return scripts.getOrDefault(key, pages);
    }

    private synchronized void leave(K key) {
        departures++;
        underWay.remove(key);
    }

    private synchronized void note(Throwable failure) {
        thrown.add(failure);
    }

    synchronized void script(K key, Fetch<K, V> script) {
        scripts.put(key, script);
    }

    synchronized void shut(K key) {
        shut.add(key);
    }

    synchronized void open(K key) {
        shut.remove(key);
        notifyAll();
    }

    synchronized void openAll() {
        shut.clear();
        notifyAll();
    }

    /** How many fetches have begun so far. */
    synchronized int arrivals() {
        return arrivals;
    }

    /** How many arrivals and departures there were so far. */
    synchronized long events() {
        return (long) arrivals + departures;
    }

    /** How many fetches of this key have begun and not ended. */
    synchronized int underWay(K key) {
        return Collections.frequency(underWay, key);
    }

    /** How many fetches of whatever key have begun and not ended. */
    synchronized int underWay() {
        return underWay.size();
    }

    /** Whether it was a fetch that threw this, and not the memo. */
    synchronized boolean threw(Throwable failure) {
        return thrown.contains(failure);
    }

    /** Whether a fetch ended with an {@link Error}. */
    synchronized boolean threwAnError() {
        return thrown.stream().anyMatch(Error.class::isInstance);
    }
}
