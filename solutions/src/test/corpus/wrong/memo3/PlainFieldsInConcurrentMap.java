// misconception: The entries of a concurrent map are believed to be safe because the map is.
// caught by: IsThreadSafe
// says: DATA RACE
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Entry<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> entry = cache.computeIfAbsent(key, k -> new Entry<>());
        if (entry.done) {
            if (entry.failure != null) {
                throw entry.failure;
            }
            return entry.value;
        }
        V value = null;
        Exception failure = null;
        try {
            value = fetch.fetch(key);
        } catch (Exception e) {
            failure = e;
        }
        entry.value = value;
        entry.failure = failure;
        entry.done = true;
        if (failure != null) {
            throw failure;
        }
        return value;
    }

    private static final class Entry<V> {
        V value;
        Exception failure;
        boolean done;
    }
}
