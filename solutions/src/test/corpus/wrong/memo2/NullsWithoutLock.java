// misconception: A concurrent map takes no null, so the keys of null are kept apart, in a set that nothing guards.
// caught by: IsThreadSafe
// says: DATA RACE on Memo.nulls
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, V> values = new ConcurrentHashMap<>();
    private final Map<K, Exception> failures = new ConcurrentHashMap<>();
    private final Set<K> nulls = new HashSet<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        V known = values.get(key);
        if (known != null) {
            return known;
        }
        if (failures.containsKey(key)) {
            throw failures.get(key);
        }
        if (nulls.contains(key)) {
            return null;
        }
        try {
            V value = fetch.fetch(key);
            if (value == null) {
                nulls.add(key);
            } else {
                values.put(key, value);
            }
            return value;
        } catch (Exception failure) {
            failures.put(key, failure);
            throw failure;
        }
    }
}
