// misconception: The hash code of a key is taken for the key; different keys may have the same hash code.
// caught by: Remembers
// says: Keys that are not equal are different keys
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<Integer, Result<V>> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Result<V> known = cache.get(key.hashCode());
        if (known == null) {
            known = ask(key);
            cache.put(key.hashCode(), known);
        }
        return known.get();
    }

    private Result<V> ask(K key) {
        try {
            return new Result<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Result<>(null, e);
        }
    }

    private record Result<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
