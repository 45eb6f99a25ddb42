// misconception: A value of null in the map is taken for a key that is not there.
// caught by: Remembers
// says: null is an answer, too
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, V> values = new HashMap<>();
    private final Map<K, Exception> failures = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        if (failures.containsKey(key)) {
            throw failures.get(key);
        }
        V value = values.get(key);
        if (value == null) {
            try {
                value = fetch.fetch(key);
            } catch (Exception e) {
                failures.put(key, e);
                throw e;
            }
            values.put(key, value);
        }
        return value;
    }
}
