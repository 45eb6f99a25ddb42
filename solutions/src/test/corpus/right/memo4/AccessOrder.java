// style: a linked map in access order that forgets nothing, under the lock
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Entry<V>> cache = new LinkedHashMap<>(16, 0.75f, true);

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> mine = new Entry<>();
        Entry<V> entry;
        synchronized (this) {
            entry = cache.putIfAbsent(key, mine);
        }
        if (entry == null) {
            fill(mine, key);
            return mine.get();
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
