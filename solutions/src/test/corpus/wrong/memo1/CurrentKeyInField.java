// misconception: The key that is being fetched is kept in two fields, one for get and one for the fetch inside it.
// caught by: Remembers
// says: What is fetched on the way is remembered, too.
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Result<V>> cache = new HashMap<>();
    private K outer;
    private K inner;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Result<V> known = cache.get(key);
        if (known != null) {
            return known.get();
        }
        if (outer == null) {
            outer = key;
        } else {
            inner = key;
        }
        Result<V> result = fetch(key);
        if (inner != null) {
            cache.put(inner, result);
            inner = null;
        } else {
            cache.put(outer, result);
            outer = null;
        }
        return result.get();
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
