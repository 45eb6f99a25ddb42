// misconception: Two writers copy the same map, and the second one overwrites what the first one added.
// caught by: IsThreadSafe
// says: What one caller stores does not get lost when another one stores, too.
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private volatile Map<K, Result<V>> cache = Map.of();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Result<V> known = cache.get(key);
        if (known == null) {
            known = tryFetch(key);
            Map<K, Result<V>> copy = new HashMap<>(cache);
            copy.put(key, known);
            cache = copy;
        }
        return known.get();
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
