// misconception: After an Error the entry is used again, and its latch, which is open, with it.
// caught by: FetchesOnce
// says: Who comes when a key is fetched again gets what is fetched then.
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
    private static final int NEW = 0, RUNNING = 1, DONE = 2;

    private static final class Entry<V> {
        final AtomicInteger state = new AtomicInteger(NEW);
        final CountDownLatch latch = new CountDownLatch(1);
        volatile Outcome<V> outcome;
    }

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }
    private final ConcurrentMap<K, Entry<V>> cache = new ConcurrentHashMap<>();

    @Override
    public V get(K key) throws Exception {
        Entry<V> e = cache.computeIfAbsent(key, k -> new Entry<>());
        if (e.state.compareAndSet(NEW, RUNNING)) {
            try {
                e.outcome = run(key);
                e.state.set(DONE);
            } finally {
                if (e.outcome == null) e.state.set(NEW); // an Error: let the next one try
                e.latch.countDown();
            }
        } else if (e.state.get() != DONE) {
            e.latch.await();
        }
        Outcome<V> o = e.outcome;
        if (o == null) throw new IllegalStateException("the fetch of " + key + " died");
        return o.open();
    }

    private Outcome<V> run(K key) {
        try {
            return new Outcome<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Outcome<>(null, e);
        }
    }
}
