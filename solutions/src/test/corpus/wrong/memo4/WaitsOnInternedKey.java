// misconception: Callers of one key meet at the monitor of the key, which others may use as well and which is not unique.
// caught by: IsThreadSafe
// says: DATA RACE
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Result<V>> cache = new ConcurrentHashMap<>();
    private final Set<K> underWay = new HashSet<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        synchronized (key) {
            while (underWay.contains(key)) {
                key.wait();
            }
            Result<V> known = cache.get(key);
            if (known != null) {
                return known.get();
            }
            underWay.add(key);
        }
        Result<V> fetched = null;
        try {
            fetched = fetch(key);
            return fetched.get();
        } finally {
            synchronized (key) {
                if (fetched != null) {
                    cache.put(key, fetched);
                }
                underWay.remove(key);
                key.notifyAll();
            }
        }
    }

    private Result<V> fetch(K key) {
        try {
            return new Result<>(fetch.fetch(key), null);
        } catch (Exception failure) {
            return new Result<>(null, failure);
        }
    }

    private record Result<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
