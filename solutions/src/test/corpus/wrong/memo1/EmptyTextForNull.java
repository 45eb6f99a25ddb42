// misconception: An empty text stands for null in the map.
// caught by: Remembers
// says: What the fetch returns is a value, whatever it is.
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    private final Map<K, Object> values = new HashMap<>();
    private final Map<K, Exception> failures = new HashMap<>();
    @Override public V get(K key) throws Exception {
        if (failures.containsKey(key)) throw failures.get(key);
        Object v = values.get(key);
        if (v == null) {
            try {
                v = fetch.fetch(key);
            } catch (Exception e) {
                failures.put(key, e);
                throw e;
            }
            if (v == null) v = "";
            values.put(key, v);
        }
        return "".equals(v) ? null : (V) v;
    }
}
