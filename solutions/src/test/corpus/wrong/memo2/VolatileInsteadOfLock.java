// misconception: volatile is believed to make a map safe, so no lock is needed any more.
// caught by: IsThreadSafe
// says: A volatile field orders accesses of the field, not of what it refers to.
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private volatile Map<K, Fetched<V>> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Fetched<V> known = cache.get(key);
        if (known == null) {
            known = tryFetch(key);
            cache.put(key, known);
        }
        return known.get();
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
