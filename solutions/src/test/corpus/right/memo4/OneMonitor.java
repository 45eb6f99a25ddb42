// style: wait and notifyAll on the memo, with a set of keys under way
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Fetched<V>> cache = new HashMap<>();
    private final Set<K> underWay = new HashSet<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        synchronized (this) {
            while (underWay.contains(key)) {
                wait();
            }
            Fetched<V> known = cache.get(key);
            if (known != null) {
                return outcome(known.value, known.failure);
            }
            underWay.add(key);
        }
        Fetched<V> fetched;
        try {
            fetched = new Fetched<>(fetch.fetch(key), null);
        } catch (Throwable failure) {
            fetched = new Fetched<>(null, failure);
        }
        synchronized (this) {
            cache.put(key, fetched);
            underWay.remove(key);
            notifyAll();
        }
        return outcome(fetched.value, fetched.failure);
    }

    private record Fetched<V>(V value, Throwable failure) {}

    private static <V> V outcome(V value, Throwable failure) throws Exception {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (Exception) failure;
        }
        return value;
    }
}
