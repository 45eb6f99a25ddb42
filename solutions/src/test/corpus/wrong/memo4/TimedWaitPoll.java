// misconception: wait with a time limit stands in for the notify that nobody sends.
// caught by: WaitsWell
// says: Who waits for another caller's fetch sleeps until it is over, however long that takes.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Result<V>> cache = new HashMap<>();
    private final Set<K> fetching = new HashSet<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        synchronized (this) {
            while (fetching.contains(key)) {
                wait(50);
            }
            if (cache.containsKey(key)) {
                return cache.get(key).get();
            }
            fetching.add(key);
        }
        Result<V> result =
                new Result<>(null, new IllegalStateException("the fetch ended with an Error"));
        try {
            result = tryFetch(key);
        } finally {
            synchronized (this) {
                cache.put(key, result);
                fetching.remove(key);
            }
        }
        return result.get();
    }

    private Result<V> tryFetch(K key) {
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
