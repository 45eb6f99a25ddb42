// misconception: A synchronized map is iterated without holding its lock.
// caught by: IsThreadSafe
// says: DATA RACE
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Outcome<V>> cache = Collections.synchronizedMap(new LinkedHashMap<>());

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        for (Map.Entry<K, Outcome<V>> entry : cache.entrySet()) {
            if (entry.getKey().equals(key)) {
                return entry.getValue().get();
            }
        }
        synchronized (this) {
            if (!cache.containsKey(key)) {
                cache.put(key, call(key));
            }
            return cache.get(key).get();
        }
    }

    private Outcome<V> call(K key) {
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
