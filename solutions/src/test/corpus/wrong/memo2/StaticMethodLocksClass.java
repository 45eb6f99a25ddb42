// misconception: A synchronized static method and a synchronized method are believed to use the same lock.
// caught by: IsThreadSafe
// says: DATA RACE
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Result<V>> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Result<V> known = lookUp(cache, key);
        return known != null ? known.get() : fetchAndStore(key).get();
    }

    private static synchronized <K, R> R lookUp(Map<K, R> cache, K key) {
        return cache.get(key);
    }

    private synchronized Result<V> fetchAndStore(K key) {
        Result<V> known = cache.get(key);
        if (known == null) {
            known = call(key);
            cache.put(key, known);
        }
        return known;
    }

    private Result<V> call(K key) {
        try {
            return new Result<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Result<>(null, e);
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
