// misconception: Whoever finds a known key waits until no fetch is under way, lest the map changes meanwhile.
// caught by: FetchesInParallel
// says: A key that is known is answered while another one is being fetched.
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Result<V>> cache = new HashMap<>();
    private int fetching;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Result<V> known;
        synchronized (this) {
            known = cache.get(key);
            while (known != null && fetching > 0) {
                wait();
            }
            fetching++;
        }
        if (known == null) {
            try {
                known = load(key);
            } finally {
                ended(key, known);
            }
        } else {
            ended(key, known);
        }
        return known.get();
    }

    private synchronized void ended(K key, Result<V> result) {
        if (result != null) {
            cache.put(key, result);
        }
        fetching--;
        notifyAll();
    }

    private Result<V> load(K key) {
        try {
            return new Result<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Result<>(null, e);
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
