// misconception: It is tried again until there is something in the map that is not null.
// caught by: Remembers
// says: A fetch may return null, and get returns it.
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
        while (cache.get(key) == null) {
            if (failures.containsKey(key)) {
                throw failures.get(key);
            }
            if (!cache.containsKey(key)) {
                try {
                    cache.put(key, fetch.fetch(key));
                } catch (Exception failure) {
                    failures.put(key, failure);
                }
            }
        }
        return cache.get(key);
    }
}
