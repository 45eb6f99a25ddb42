// misconception: The volatile flag is set before the value is written, so it says nothing about the value.
// caught by: IsThreadSafe
// says: DATA RACE
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, Entry<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> mine = new Entry<>();
        Entry<V> entry = cache.putIfAbsent(key, mine);
        if (entry == null) {
            Outcome<V> result =
                    new Outcome<>(null, new IllegalStateException("the fetch ended with an Error"));
            try {
                result = tryFetch(key);
            } finally {
                mine.done = true;
                mine.result = result;
                mine.ready.countDown();
            }
            return result.get();
        }
        if (!entry.done) {
            entry.ready.await();
        }
        return entry.result.get();
    }

    private static final class Entry<V> {
        final CountDownLatch ready = new CountDownLatch(1);
        Outcome<V> result;
        volatile boolean done;
    }

    private Outcome<V> tryFetch(K key) {
        try {
            return new Outcome<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Outcome<>(null, e);
        }
    }

    private record Outcome<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
