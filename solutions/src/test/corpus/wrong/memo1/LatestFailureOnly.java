// misconception: Only which keys failed is remembered, with one field for the exception of all of them.
// caught by: Remembers
// says: What came of one key says nothing of another key.
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, V> cache = new HashMap<>();
    private final Set<K> failed = new HashSet<>();
    private Exception failure;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        if (failed.contains(key)) {
            throw failure;
        }
        if (!cache.containsKey(key)) {
            try {
                cache.put(key, fetch.fetch(key));
            } catch (Exception thrown) {
                failed.add(key);
                failure = thrown;
                throw thrown;
            }
        }
        return cache.get(key);
    }
}
