// misconception: The map of entries is copied on write, but two writers overwrite each other's copy.
// caught by: FetchesOnce
// says: not fetched by another caller
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private volatile Map<K, Entry<V>> cache = Map.of();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> entry = cache.get(key);
        if (entry == null) {
            entry = new Entry<>();
            Map<K, Entry<V>> copy = new HashMap<>(cache);
            copy.put(key, entry);
            cache = copy;
            fill(entry, key);
        }
        entry.ready.await();
        return entry.get();
    }

    private void fill(Entry<V> entry, K key) {
        try {
            entry.value = fetch.fetch(key);
        } catch (Throwable thrown) {
            entry.failure = thrown;
        } finally {
            entry.ready.countDown();
        }
    }

    private static final class Entry<V> {
        final CountDownLatch ready = new CountDownLatch(1);
        V value;
        Throwable failure;

        V get() throws Exception {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure != null) {
                throw (Exception) failure;
            }
            return value;
        }
    }
}
