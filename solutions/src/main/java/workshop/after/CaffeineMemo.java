package workshop.after;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;

/**
 * Caffeine's cache as most people use it. Like {@code computeIfAbsent}, it fetches under the lock of a bin of its map.
 *
 * @param <K> what is asked for
 * @param <V> what comes back
 */
public final class CaffeineMemo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Cache<K, Outcome<V>> cache;

    /** A memo without limits. */
    public CaffeineMemo(Fetch<K, V> fetch) {
        this(fetch, Caffeine.newBuilder());
    }

    /** A memo with these settings: a maximum size, an expiry, statistics and more. */
    public CaffeineMemo(Fetch<K, V> fetch, Caffeine<Object, Object> settings) {
        this.fetch = fetch;
        cache = settings.build();
    }

    @Override
    public V get(K key) throws Exception {
        return cache.get(key, absent -> Outcome.of(fetch, key)).get();
    }
}
