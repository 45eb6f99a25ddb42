// style: a semaphore without permits that is given more of them than anybody can take
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Entry<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> mine = new Entry<>();
        Entry<V> entry = cache.putIfAbsent(key, mine);
        if (entry == null) {
            entry = mine;
            try {
                entry.value = fetch.fetch(key);
            } catch (Throwable failure) {
                entry.failure = failure;
            }
            entry.ready.release(Integer.MAX_VALUE / 2);
        } else {
            entry.ready.acquire();
            entry.ready.release();
        }
        if (entry.failure instanceof Error error) {
            throw error;
        }
        if (entry.failure != null) {
            throw (Exception) entry.failure;
        }
        return entry.value;
    }

    private static final class Entry<V> {
        final Semaphore ready = new Semaphore(0);
        V value;
        Throwable failure;
    }
}
