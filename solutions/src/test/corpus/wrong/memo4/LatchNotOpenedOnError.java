// misconception: Only exceptions are caught; an Error leaves everybody waiting.
// caught by: WaitsWell
// says: A waiting caller is woken even when the fetch ends with an Error.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Entry<V>> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> entry;
        boolean first = false;
        synchronized (this) {
            entry = cache.get(key);
            if (entry == null) {
                entry = new Entry<>();
                cache.put(key, entry);
                first = true;
            }
        }
        if (first) {
            try {
                entry.value = fetch.fetch(key);
            } catch (Exception e) {
                entry.failure = e;
            }
            entry.ready.countDown();
        } else {
            entry.ready.await();
        }
        if (entry.failure != null) {
            throw entry.failure;
        }
        return entry.value;
    }

    private static final class Entry<V> {
        final CountDownLatch ready = new CountDownLatch(1);
        V value;
        Exception failure;
    }
}
