// misconception: The map of fetches under way is static; a caller of one memo waits for the fetch of another one.
// caught by: IsThreadSafe
// says: Callers of one memo do not wait for callers of another memo.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private static final Set<Object> IN_FLIGHT = new HashSet<>();
    private final Map<K, Result<V>> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        synchronized (IN_FLIGHT) {
            while (IN_FLIGHT.contains(key)) {
                IN_FLIGHT.wait();
            }
            if (cache.containsKey(key)) {
                return cache.get(key).get();
            }
            IN_FLIGHT.add(key);
        }
        Result<V> result =
                new Result<>(null, new IllegalStateException("the fetch ended with an Error"));
        try {
            result = tryFetch(key);
        } finally {
            synchronized (IN_FLIGHT) {
                cache.put(key, result);
                IN_FLIGHT.remove(key);
                IN_FLIGHT.notifyAll();
            }
        }
        return result.get();
    }

    private Result<V> tryFetch(K key) {
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
