// misconception: A counter for the log needs no lock.
// caught by: IsThreadSafe
// says: DATA RACE on Memo.failed
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Result<V>> cache = new ConcurrentHashMap<>();
    private int failed;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Result<V> result = cache.get(key);
        if (result == null) {
            try {
                result = new Result<>(fetch.fetch(key), null);
            } catch (Exception failure) {
                failed++;
                result = new Result<>(null, failure);
            }
            cache.put(key, result);
        }
        return result.get();
    }

    public int failed() {
        return failed;
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
