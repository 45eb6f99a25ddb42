// misconception: A cache from a library needs a maximum size, and ten thousand is the one of all examples.
// caught by: Remembers
// says: Nothing is forgotten.
package workshop.memo1;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Cache<K, Result<V>> cache =
            Caffeine.newBuilder().maximumSize(10_000).executor(Runnable::run).build();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Result<V> result = cache.getIfPresent(key);
        if (result == null) {
            result = fetch(key);
            cache.put(key, result);
        }
        return result.get();
    }

    private Result<V> fetch(K key) {
        try {
            return new Result<>(fetch.fetch(key), null);
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
