// misconception: One attempt to swap the map is made, and if another caller was faster, the value is not stored.
// caught by: IsThreadSafe
// says: does not get lost
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
        Map<K, Result<V>> before = cache.get();
        Result<V> known = before.get(key);
        if (known == null) {
            known = fetch(key);
            before = cache.get();
            Map<K, Result<V>> after = new HashMap<>(before);
            after.put(key, known);
            cache.compareAndSet(before, after);
        }
        return known.get();
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
