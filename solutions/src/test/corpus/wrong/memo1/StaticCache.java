// misconception: The map is static, so all memos share one memory.
// caught by: Remembers
// says: Two memos with different fetches know nothing of each other.
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private static final Map<Object, Result<Object>> CACHE = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @SuppressWarnings("unchecked")
    @Override
    public V get(K key) throws Exception {
        Result<Object> known = CACHE.get(key);
        if (known == null) {
            try {
                known = new Result<>(fetch.fetch(key), null);
            } catch (Exception e) {
                known = new Result<>(null, e);
            }
            CACHE.put(key, known);
        }
        return (V) known.get();
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
