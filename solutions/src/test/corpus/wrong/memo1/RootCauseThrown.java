// misconception: Callers want to know the root cause, so that is thrown instead of the exception itself.
// caught by: Remembers
// says: the very exception that the fetch threw.
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Result<V>> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Result<V> result = cache.get(key);
        if (result == null) {
            result = fetch(key);
            cache.put(key, result);
        }
        if (result.failure() != null) {
            Throwable cause = result.failure();
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw (Exception) cause;
        }
        return result.value();
    }

    private Result<V> fetch(K key) {
        try {
            return new Result<>(fetch.fetch(key), null);
        } catch (Exception failure) {
            return new Result<>(null, failure);
        }
    }

    private record Result<V>(V value, Exception failure) {}
}
