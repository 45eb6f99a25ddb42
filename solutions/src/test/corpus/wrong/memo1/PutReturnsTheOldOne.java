// misconception: put is believed to return what it stores, but it returns what was there before.
// caught by: Remembers
// says: get returns what the fetch returned
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, V> cache = new HashMap<>();
    private final Map<K, Exception> failures = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        if (failures.containsKey(key)) {
            throw failures.get(key);
        }
        if (cache.containsKey(key)) {
            return cache.get(key);
        }
        try {
            return cache.put(key, fetch.fetch(key));
        } catch (Exception failure) {
            failures.put(key, failure);
            throw failure;
        }
    }
}
