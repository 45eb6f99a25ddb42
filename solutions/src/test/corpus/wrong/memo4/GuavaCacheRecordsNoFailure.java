// misconception: Guava's cache is believed to remember exceptions.
// caught by: Remembers
// says: A failure is an answer, too
package workshop.memo4;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.util.concurrent.UncheckedExecutionException;
import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Cache<K, Optional<V>> cache = CacheBuilder.newBuilder().build();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        try {
            return cache.get(key, () -> Optional.ofNullable(fetch.fetch(key))).orElse(null);
        } catch (ExecutionException | UncheckedExecutionException e) {
            throw (Exception) e.getCause();
        }
    }
}
