// misconception: computeIfAbsent is believed to store null.
// caught by: Remembers
// says: null is an answer, too
package workshop.memo1;

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
        if (failures.containsKey(key)) {
            throw failures.get(key);
        }
        if (values.containsKey(key)) {
            return values.get(key).get();
        }
        try {
            V value = fetch.fetch(key);
            values.computeIfAbsent(key, k -> value == null ? null : Optional.of(value));
            return value;
        } catch (Exception e) {
            failures.put(key, e);
            throw e;
        }
    }
}
