// style: a sentinel object for null, a private class for failures
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private static final Object NULL = new Object();

    private final Fetch<K, V> fetch;
    private final Map<K, Object> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    @SuppressWarnings("unchecked")
    public V get(K key) throws Exception {
        Object known = cache.get(key);
        if (known == null) {
            try {
                V value = fetch.fetch(key);
                known = value == null ? NULL : value;
            } catch (Exception failure) {
                known = new Failure(failure);
            }
            cache.put(key, known);
        }
        if (known instanceof Failure failed) {
            throw failed.exception;
        }
        return known == NULL ? null : (V) known;
    }

    private static final class Failure {
        final Exception exception;

        Failure(Exception exception) {
            this.exception = exception;
        }
    }
}
