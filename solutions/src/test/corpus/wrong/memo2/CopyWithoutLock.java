// misconception: The list of results is copied on write, but its reference is not volatile.
// caught by: IsThreadSafe
// says: DATA RACE
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private Map<K, Answer<V>> cache = Map.of();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Answer<V> known = cache.get(key);
        return known != null ? known.get() : fetchAndStore(key).get();
    }

    private synchronized Answer<V> fetchAndStore(K key) {
        if (!cache.containsKey(key)) {
            Answer<V> fetched = call(key);
            Map<K, Answer<V>> copy = new HashMap<>(cache);
            copy.put(key, fetched);
            cache = copy;
        }
        return cache.get(key);
    }

    private Answer<V> call(K key) {
        try {
            return new Answer<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Answer<>(null, e);
        }
    }

    private record Answer<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
