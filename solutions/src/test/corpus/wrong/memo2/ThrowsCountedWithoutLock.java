// misconception: How often a failure was thrown is counted outside the lock.
// caught by: IsThreadSafe
// says: DATA RACE
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Entry<V>> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> entry;
        synchronized (this) {
            entry = cache.get(key);
            if (entry == null) {
                entry = new Entry<>();
                try {
                    entry.value = fetch.fetch(key);
                } catch (Exception failure) {
                    entry.failure = failure;
                }
                cache.put(key, entry);
            }
        }
        if (entry.failure != null) {
            entry.thrown++;
            throw entry.failure;
        }
        return entry.value;
    }

    private static final class Entry<V> {
        V value;
        Exception failure;
        int thrown;
    }
}
