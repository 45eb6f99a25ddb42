// misconception: Each thread has a memory of its own, which is thread-safe, but shares nothing.
// caught by: IsThreadSafe, FetchesOnce
// says: What one caller stores does not get lost when another one stores, too.
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ThreadLocal<Map<K, Result<V>>> cache = ThreadLocal.withInitial(HashMap::new);

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Map<K, Result<V>> mine = cache.get();
        Result<V> known = mine.get(key);
        if (known == null) {
            known = load(key);
            mine.put(key, known);
        }
        return known.get();
    }

    private Result<V> load(K key) {
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
