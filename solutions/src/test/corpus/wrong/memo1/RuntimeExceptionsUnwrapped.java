// misconception: A checked exception is carried in a RuntimeException, but a fetch may throw one with a cause, too.
// caught by: Remembers
// says: the very exception that the fetch threw.
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Supplier<V>> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Supplier<V> known = cache.get(key);
        if (known == null) {
            known = fetch(key);
            cache.put(key, known);
        }
        try {
            return known.get();
        } catch (RuntimeException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    private Supplier<V> fetch(K key) {
        try {
            V value = fetch.fetch(key);
            return () -> value;
        } catch (RuntimeException failure) {
            return () -> {
                throw failure;
            };
        } catch (Exception failure) {
            return () -> {
                throw new RuntimeException(failure);
            };
        }
    }
}
