// misconception: One field holds the failure, so after the first one every key fails.
// caught by: Remembers
// says: What came of one key says nothing of another key.
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, V> cache = new HashMap<>();
    private Exception failure;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        if (cache.containsKey(key)) {
            return cache.get(key);
        }
        if (failure != null) {
            throw failure;
        }
        try {
            V value = fetch.fetch(key);
            cache.put(key, value);
            return value;
        } catch (Exception thrown) {
            failure = thrown;
            throw thrown;
        }
    }
}
