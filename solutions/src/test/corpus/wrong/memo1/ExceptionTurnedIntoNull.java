// misconception: A failed fetch is answered with null.
// caught by: Remembers
// says: get throws the very exception that the fetch threw.
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
        if (!cache.containsKey(key)) {
            V value;
            try {
                value = fetch.fetch(key);
            } catch (Exception e) {
                value = null;
            }
            cache.put(key, value);
        }
        return cache.get(key);
    }
}
