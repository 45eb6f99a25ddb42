// misconception: The fetch is static, so that the memo made last decides for all of them.
// caught by: Remembers
// says: Two memos with different fetches know nothing of each other.
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private static Fetch<?, ?> fetch;
    private final Map<K, Result<V>> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        Memo.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Result<V> result = cache.get(key);
        if (result == null) {
            result = fetch(key);
            cache.put(key, result);
        }
        return result.get();
    }

    @SuppressWarnings("unchecked")
    private Result<V> fetch(K key) {
        try {
            return new Result<>(((Fetch<K, V>) fetch).fetch(key), null);
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
