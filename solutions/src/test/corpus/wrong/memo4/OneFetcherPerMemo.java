// misconception: One flag says whether somebody fetches, for all keys together.
// caught by: FetchesInParallel
// says: One key is fetched while another one is being fetched.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Result<V>> cache = new HashMap<>();
    private Thread fetcher;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public synchronized V get(K key) throws Exception {
        while (!cache.containsKey(key) && fetcher != null && fetcher != Thread.currentThread()) {
            wait();
        }
        if (!cache.containsKey(key)) {
            Thread before = fetcher;
            fetcher = Thread.currentThread();
            try {
                cache.put(key, fetchUnlocked(key));
            } finally {
                fetcher = before;
                notifyAll();
            }
        }
        return cache.get(key).get();
    }

    private Result<V> fetchUnlocked(K key) {
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
