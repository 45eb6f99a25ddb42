// style: Optional.ofNullable in a linked map
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Optional<V>> values = new LinkedHashMap<>();
    private final Map<K, Exception> failures = new LinkedHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Exception failure = failures.get(key);
        if (failure != null) {
            throw failure;
        }
        Optional<V> value = values.get(key);
        if (value == null) {
            try {
                value = Optional.ofNullable(fetch.fetch(key));
            } catch (Exception e) {
                failures.put(key, e);
                throw e;
            }
            values.put(key, value);
        }
        return value.orElse(null);
    }
}
