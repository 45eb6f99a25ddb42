package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

/**
 * Stage 1: remember.
 *
 * <p>A plain map holds the result of each fetch. It is not safe for use by several threads.
 *
 * @param <K> what is asked for
 * @param <V> what comes back
 */
public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Result<V>> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Result<V> known = cache.get(key);
        if (known == null) {
            Result<V> fetched = fetch(key);
            cache.put(key, fetched);
            known = fetched;
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

    /** What came of a fetch. An object of its own, so that a value of null differs from a key that is not known. */
    private record Result<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
