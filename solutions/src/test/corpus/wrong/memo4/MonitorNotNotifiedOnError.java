// misconception: notifyAll is reached after a value and after an exception, but not after an Error.
// caught by: WaitsWell
// says: A waiting caller is woken even when the fetch ends with an Error.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Answer<V>> cache = new HashMap<>();
    private final Set<K> fetching = new HashSet<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        synchronized (this) {
            while (fetching.contains(key)) {
                wait();
            }
            if (cache.containsKey(key)) {
                return cache.get(key).get();
            }
            fetching.add(key);
        }
        Answer<V> result = load(key);
        synchronized (this) {
            cache.put(key, result);
            fetching.remove(key);
            notifyAll();
        }
        return result.get();
    }

    private Answer<V> load(K key) {
        try {
            return new Answer<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Answer<>(null, e);
        }
    }

    private record Answer<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
