// misconception: remove(key) removes the broken entry; that it may be a newer one by now is overlooked.
// caught by: FetchesOnce
// says: is not fetched by another caller, too
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
    private static final class Entry<V> {
        final CountDownLatch latch = new CountDownLatch(1);
        volatile Outcome<V> outcome;
        volatile boolean broken;
    }

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }
    private final ConcurrentMap<K, Entry<V>> cache = new ConcurrentHashMap<>();

    @Override
    public V get(K key) throws Exception {
        while (true) {
            Entry<V> mine = new Entry<>();
            Entry<V> e = cache.putIfAbsent(key, mine);
            if (e == null) {
                try {
                    mine.outcome = run(key);
                } finally {
                    mine.broken = mine.outcome == null;
                    mine.latch.countDown();
                }
                return mine.outcome.open();
            }
            if (e.outcome == null) e.latch.await();
            if (!e.broken) return e.outcome.open();
            cache.remove(key);
        }
    }

    private Outcome<V> run(K key) {
        try {
            return new Outcome<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Outcome<>(null, e);
        }
    }
}
