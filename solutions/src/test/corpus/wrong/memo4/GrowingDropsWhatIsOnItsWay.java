// misconception: When the table grows, only finished entries are carried over.
// caught by: FetchesOnce
// says: is not fetched by another caller, too, however many others are.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.concurrent.locks.*;

public final class Memo<K, V> implements Memoizer<K, V> {
    private record Outcome<V>(V value, Exception failure) {
        V open() throws Exception {
            if (failure != null) throw failure;
            return value;
        }
    }
    private static final class Entry<K, V> {
        final K key;
        final int hash;
        final CountDownLatch latch = new CountDownLatch(1);
        volatile Outcome<V> outcome;
        Entry<K, V> next;

        Entry(K key, int hash) {
            this.key = key;
            this.hash = hash;
        }
    }

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }
    private final ReentrantLock lock = new ReentrantLock();
    private Entry<K, V>[] table = newTable(16);
    private int size;

    @Override
    public V get(K key) throws Exception {
        int h = key.hashCode() ^ (key.hashCode() >>> 16);
        boolean first = false;
        Entry<K, V> e;
        lock.lock();
        try {
            e = find(key, h);
            if (e == null) {
                first = true;
                e = new Entry<>(key, h);
                insert(e);
            }
        } finally {
            lock.unlock();
        }
        if (first) {
            e.outcome = run(key);
            lock.lock();
            try {
                if (find(key, h) == null) insert(e); // lost in a rehash
            } finally {
                lock.unlock();
            }
            e.latch.countDown();
        } else if (e.outcome == null) {
            e.latch.await();
        }
        return e.outcome.open();
    }

    private Entry<K, V> find(K key, int h) {
        for (Entry<K, V> e = table[h & (table.length - 1)]; e != null; e = e.next) {
            if (e.hash == h && e.key.equals(key)) return e;
        }
        return null;
    }

    private void insert(Entry<K, V> e) {
        if (++size > table.length * 3 / 4) {
            Entry<K, V>[] old = table;
            table = newTable(old.length * 2);
            for (Entry<K, V> x : old) {
                while (x != null) {
                    Entry<K, V> next = x.next;
                    if (x.outcome != null) link(x);
                    x = next;
                }
            }
        }
        link(e);
    }

    private void link(Entry<K, V> e) {
        int i = e.hash & (table.length - 1);
        e.next = table[i];
        table[i] = e;
    }

    @SuppressWarnings("unchecked")
    private static <K, V> Entry<K, V>[] newTable(int n) {
        return (Entry<K, V>[]) new Entry<?, ?>[n];
    }

    private Outcome<V> run(K key) {
        try {
            return new Outcome<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Outcome<>(null, e);
        } catch (Throwable t) {
            return new Outcome<>(null, new java.util.concurrent.ExecutionException(t));
        }
    }
}
