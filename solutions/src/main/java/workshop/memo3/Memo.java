package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

/**
 * Stage 3: fetch in parallel.
 *
 * <p>The lock is held to look up and to store, not to fetch. Fetches run side by side, but two callers who miss the
 * same key at the same time both fetch it, and the second one overwrites what the first one stored.
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
    public V get(K key) throws Exception {
        Result<V> known;
        synchronized (this) {
            known = cache.get(key);
        }
        if (known == null) {
            // Between the two locked sections anyone may fetch the same key.
            known = fetch(key);
            synchronized (this) {
                cache.put(key, known);
            }
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
