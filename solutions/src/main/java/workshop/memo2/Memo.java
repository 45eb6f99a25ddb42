package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

/**
 * Stage 2: be thread-safe.
 *
 * <p>One lock around all of {@code get}: only one caller at a time touches the map, and what it wrote is visible to the
 * next one (JLS 17.4.5). Safe for use by any number of threads, but every fetch waits for the one before.
 *
 * @param <K> what is asked for
 * @param <V> what comes back
 */
public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Result<V>> cache = new HashMap<>(); // guarded by this

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public synchronized V get(K key) throws Exception {
        Result<V> known = cache.get(key);
        if (known == null) {
            known = fetch(key);
            cache.put(key, known);
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

    /** What came of a fetch. */
    private record Result<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
