// misconception: Guava's cache wraps what the loader throws, and does not remember it.
// caught by: Remembers
// says: get throws the very exception that the fetch threw.
package workshop.memo3;

import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Optional;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final LoadingCache<K, Optional<V>> cache;
    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
        cache = CacheBuilder.newBuilder().build(CacheLoader.from(this::load));
    }

    @Override
    public V get(K key) throws Exception {
        return cache.get(key).orElse(null);
    }

    private Optional<V> load(K key) {
        try {
            return Optional.ofNullable(fetch.fetch(key));
        } catch (Exception e) {
            throw new RuntimeException(e);
        }
    }
}
