// misconception: The fetch is done inside computeIfAbsent, which holds up every key of the same bin.
// caught by: FetchesInParallel
// says: One key is fetched while another one is being fetched.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, Fetched<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        return cache.computeIfAbsent(key, this::load).get();
    }

    private Fetched<V> load(K key) {
        try {
            return new Fetched<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Fetched<>(null, e);
        }
    }

    private record Fetched<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
