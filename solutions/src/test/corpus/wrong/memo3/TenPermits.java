// misconception: Ten fetches at once are believed to be enough.
// caught by: FetchesInParallel
// says: However many callers there are, all fetch side by side.
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Fetched<V>> cache = new ConcurrentHashMap<>();
    private final Semaphore permits = new Semaphore(10);

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Fetched<V> known = cache.get(key);
        if (known == null) {
            permits.acquire();
            try {
                known = tryFetch(key);
            } finally {
                permits.release();
            }
            cache.put(key, known);
        }
        return known.get();
    }

    private Fetched<V> tryFetch(K key) {
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
