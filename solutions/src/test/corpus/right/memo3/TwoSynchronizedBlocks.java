// style: the lock to look, no lock to fetch, the lock to store; the first result stays
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Fetched<V>> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        synchronized (cache) {
            if (cache.containsKey(key)) {
                return cache.get(key).get();
            }
        }
        Fetched<V> result = tryFetch(key);
        synchronized (cache) {
            cache.putIfAbsent(key, result);
            return cache.get(key).get();
        }
    }

    private Fetched<V> tryFetch(K key) {
        try {
            return new Fetched<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Fetched<>(null, e);
        }
    }

    private record Fetched<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
