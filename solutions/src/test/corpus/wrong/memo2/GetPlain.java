// misconception: getPlain and setPlain of an atomic reference are taken for a faster get and set.
// caught by: IsThreadSafe
// says: DATA RACE
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final AtomicReference<Map<K, Result<V>>> cache = new AtomicReference<>(Map.of());

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Result<V> result = cache.getPlain().get(key);
        if (result == null) {
            synchronized (this) {
                result = cache.getPlain().get(key);
                if (result == null) {
                    result = fetch(key);
                    Map<K, Result<V>> copy = new HashMap<>(cache.getPlain());
                    copy.put(key, result);
                    cache.setPlain(copy);
                }
            }
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
