// misconception: If compareAndSet fails, somebody was quicker once, and so set must do.
// caught by: IsThreadSafe
// says: What one caller stores does not get lost when another one stores, too.
package workshop.memo3;

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
        Map<K, Result<V>> seen = cache.get();
        Result<V> result = seen.get(key);
        if (result == null) {
            result = fetch(key);
            seen = cache.get();
            if (!cache.compareAndSet(seen, with(seen, key, result))) {
                cache.set(with(cache.get(), key, result));
            }
        }
        return result.get();
    }

    private static <K, R> Map<K, R> with(Map<K, R> map, K key, R result) {
        Map<K, R> larger = new HashMap<>(map);
        larger.put(key, result);
        return larger;
    }

    private Result<V> fetch(K key) {
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
