// misconception: Values and failures have a lock each, taken in one order here and in the other order there.
// caught by: IsThreadSafe
// says: waits for the lock
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
            synchronized (failures) {
                if (failures.containsKey(key)) {
                    throw failures.get(key);
                }
                if (values.containsKey(key)) {
                    return values.get(key).orElse(null);
                }
            }
        }
        try {
            V value = fetch.fetch(key);
            synchronized (failures) {
                synchronized (values) {
                    values.put(key, Optional.ofNullable(value));
                }
            }
            return value;
        } catch (Exception failure) {
            synchronized (failures) {
                failures.put(key, failure);
            }
            throw failure;
        }
    }
}
