// style: a volatile immutable map, copied under the lock
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private volatile Map<K, Answer<V>> cache = Map.of();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Answer<V> known = cache.get(key);
        return known != null ? known.get() : fetchOnce(key).get();
    }

    private synchronized Answer<V> fetchOnce(K key) {
        Answer<V> known = cache.get(key);
        if (known == null) {
            known = ask(key);
            Map<K, Answer<V>> copy =
                    new HashMap<>(cache); // after the fetch, which may have asked us
            copy.put(key, known);
            cache = Collections.unmodifiableMap(copy);
        }
        return known;
    }

    private Answer<V> ask(K key) {
        try {
            return new Answer<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Answer<>(null, e);
        }
    }

    private record Answer<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
