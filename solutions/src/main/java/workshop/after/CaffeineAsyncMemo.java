package workshop.after;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.CompletableFuture;

/**
 * Caffeine's asynchronous cache: what it puts into its map is a future, so it never fetches under a lock.
 *
 * <p>It forgets futures that fail or that hold {@code null}. These ones never do, since an {@link Outcome} is neither.
 *
 * @param <K> what is asked for
 * @param <V> what comes back
 */
public final class CaffeineAsyncMemo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final AsyncCache<K, Outcome<V>> cache;

    /** A memo without limits. */
    public CaffeineAsyncMemo(Fetch<K, V> fetch) {
        this(fetch, Caffeine.newBuilder());
    }

    /** A memo with these settings: a maximum size, an expiry, statistics and more. */
    public CaffeineAsyncMemo(Fetch<K, V> fetch, Caffeine<Object, Object> settings) {
        this.fetch = fetch;
        cache = settings.buildAsync();
    }

    @Override
    public V get(K key) throws Exception {
        CompletableFuture<Outcome<V>> entry = cache.getIfPresent(key);
        if (entry == null) {
            CompletableFuture<Outcome<V>> mine = new CompletableFuture<>();
            entry = cache.get(key, (absent, executor) -> mine);
            if (entry == mine) {
                mine.complete(Outcome.of(fetch, key));
            }
        }
        return entry.get().get();
    }
}
