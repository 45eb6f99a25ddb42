// misconception: A remembered exception is wrapped, to tell it from a new one.
// caught by: Remembers
// says: A second get throws the very same exception.
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
            throw new IllegalStateException("failed before", failures.get(key));
        }
        if (!values.containsKey(key)) {
            try {
                values.put(key, Optional.ofNullable(fetch.fetch(key)));
            } catch (Exception e) {
                failures.put(key, e);
                throw e;
            }
        }
        return values.get(key).orElse(null);
    }
}
