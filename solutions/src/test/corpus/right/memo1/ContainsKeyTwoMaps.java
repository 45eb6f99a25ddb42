// style: containsKey on a map of values and a map of failures
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
        if (!values.containsKey(key)) {
            try {
                values.put(key, fetch.fetch(key));
            } catch (Exception failure) {
                failures.put(key, failure);
                throw failure;
            }
        }
        return values.get(key);
    }
}
