// misconception: What a thread has fetched it may keep in a cache of its own.
// caught by: IsThreadSafe
// says: All who ask when the fetches are over get the same.
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Result<V>> shared = new ConcurrentHashMap<>();
    private final ThreadLocal<Map<K, Result<V>>> own = ThreadLocal.withInitial(HashMap::new);

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Result<V> known = own.get().get(key);
        if (known == null) {
            known = shared.get(key);
            if (known == null) {
                known = fetch(key);
                shared.putIfAbsent(key, known); // another thread may have been first
            }
            own.get().put(key, known);
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
