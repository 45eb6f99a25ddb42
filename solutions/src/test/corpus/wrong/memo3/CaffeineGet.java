// misconception: Caffeine's get computes inside a ConcurrentHashMap, so keys of the same bin wait for one another.
// caught by: FetchesInParallel
// says: One key is fetched while another one is being fetched.
package workshop.memo3;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Cache<K, Outcome<V>> cache = Caffeine.newBuilder().build();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        return cache.get(key, this::tryFetch).get();
    }

    private Outcome<V> tryFetch(K key) {
        try {
            return new Outcome<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Outcome<>(null, e);
        }
    }

    private record Outcome<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
