// style: an AtomicBoolean says who fetches, a latch says when it is over
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, Entry<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> entry = cache.computeIfAbsent(key, k -> new Entry<>());
        if (entry.started.compareAndSet(false, true)) {
            try {
                entry.value = fetch.fetch(key);
            } catch (Throwable thrown) {
                entry.failure = thrown;
            } finally {
                entry.ready.countDown();
            }
        }
        entry.ready.await();
        return outcome(entry.value, entry.failure);
    }

    private static final class Entry<V> {
        final AtomicBoolean started = new AtomicBoolean();
        final CountDownLatch ready = new CountDownLatch(1);
        V value;
        Throwable failure;
    }

    private static <V> V outcome(V value, Throwable failure) throws Exception {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (Exception) failure;
        }
        return value;
    }
}
