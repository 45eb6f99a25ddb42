// misconception: What is read before validate() may be anything, and so may be used, too.
// caught by: IsThreadSafe
// says: Every caller gets the answer to its own question.
package workshop.memo3;

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
    private static final class Node<K, V> {
        final K key;
        final int hash;
        final Outcome<V> outcome;
        final Node<K, V> next;

        Node(K key, int hash, Outcome<V> outcome, Node<K, V> next) {
            this.key = key;
            this.hash = hash;
            this.outcome = outcome;
            this.next = next;
        }
    }

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }
    private final StampedLock lock = new StampedLock();
    private Node<K, V>[] table = newTable(16);
    private int mask = 15;
    private int size;

    @Override
    public V get(K key) throws Exception {
        int hash = key.hashCode() ^ (key.hashCode() >>> 16);
        long stamp = lock.tryOptimisticRead();
        Outcome<V> o = stamp == 0 ? null : find(key, hash);
        if (stamp == 0 || !lock.validate(stamp)) {
            stamp = lock.readLock();
            try {
                o = find(key, hash);
            } finally {
                lock.unlockRead(stamp);
            }
        }
        if (o != null) return o.open();
        o = run(key);
        stamp = lock.writeLock();
        try {
            Outcome<V> prior = find(key, hash);
            if (prior != null) {
                o = prior;
            } else {
                if (++size > table.length * 3 / 4) grow();
                table[hash & mask] = new Node<>(key, hash, o, table[hash & mask]);
            }
        } finally {
            lock.unlockWrite(stamp);
        }
        return o.open();
    }

    private Outcome<V> find(K key, int hash) {
        for (Node<K, V> n = table[hash & mask]; n != null; n = n.next) {
            if (n.hash == hash && n.key.equals(key)) return n.outcome;
        }
        return null;
    }

    private void grow() {
        Node<K, V>[] old = table;
        Node<K, V>[] bigger = newTable(old.length * 2);
        int m = bigger.length - 1;
        for (Node<K, V> n : old) {
            for (; n != null; n = n.next) {
                bigger[n.hash & m] = new Node<>(n.key, n.hash, n.outcome, bigger[n.hash & m]);
            }
        }
        table = bigger;
        mask = m;
    }

    @SuppressWarnings("unchecked")
    private static <K, V> Node<K, V>[] newTable(int n) {
        return (Node<K, V>[]) new Node<?, ?>[n];
    }

    private Outcome<V> run(K key) {
        try {
            return new Outcome<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Outcome<>(null, e);
        }
    }
}
