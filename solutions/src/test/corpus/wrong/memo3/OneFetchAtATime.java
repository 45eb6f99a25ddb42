// misconception: Whoever wants to fetch waits until nobody else does.
// caught by: FetchesInParallel
// says: One key is fetched while another one is being fetched.
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Result<V>> cache = new HashMap<>();
    private Thread fetching;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Thread me = Thread.currentThread();
        boolean nested;
        synchronized (this) {
            nested = fetching == me;
            while (fetching != null && !nested && !cache.containsKey(key)) {
                wait();
            }
            if (cache.containsKey(key)) {
                return cache.get(key).get();
            }
            fetching = me;
        }
        Result<V> result = null;
        try {
            result = load(key);
        } finally {
            synchronized (this) {
                if (result != null) {
                    cache.put(key, result);
                }
                if (!nested) {
                    fetching = null;
                    notifyAll();
                }
            }
        }
        return result.get();
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
