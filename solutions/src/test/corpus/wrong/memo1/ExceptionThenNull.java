// misconception: Null is stored in a finally block even if the fetch fails, so the second caller gets null.
// caught by: Remembers
// says: A second get throws the very same exception.
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, V> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        if (cache.containsKey(key)) {
            return cache.get(key);
        }
        V value = null;
        try {
            value = fetch.fetch(key);
            return value;
        } finally {
            cache.put(key, value);
        }
    }
}
