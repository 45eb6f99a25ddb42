// misconception: Values are kept, of failures only the last hundred.
// caught by: Remembers
// says: Nothing is forgotten.
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

public class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    private final Map<K, V> values = new HashMap<>();
    private final Map<K, Exception> failures = new LinkedHashMap<>(16, 0.75f, true) {
        @Override protected boolean removeEldestEntry(Map.Entry<K, Exception> eldest) { return size() > 100; }
    };
    @Override public V get(K key) throws Exception {
        if (values.containsKey(key)) return values.get(key);
        Exception failure = failures.get(key);
        if (failure != null) throw failure;
        try {
            V v = fetch.fetch(key);
            values.put(key, v);
            return v;
        } catch (Exception e) {
            failures.put(key, e);
            throw e;
        }
    }
}
