// misconception: Only the map of values is guarded, for failures are rare.
// caught by: IsThreadSafe
// says: DATA RACE on Memo.failures
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Optional<V>> values = new HashMap<>();
    private final Map<K, Exception> failures = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        synchronized (values) {
            if (values.containsKey(key)) {
                return values.get(key).orElse(null);
            }
        }
        if (failures.containsKey(key)) {
            throw failures.get(key);
        }
        try {
            V value = fetch.fetch(key);
            synchronized (values) {
                values.put(key, Optional.ofNullable(value));
            }
            return value;
        } catch (Exception failure) {
            failures.put(key, failure);
            throw failure;
        }
    }
}
