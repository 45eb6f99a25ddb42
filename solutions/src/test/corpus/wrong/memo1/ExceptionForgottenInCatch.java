// misconception: The entry is taken out again when the fetch fails, to leave the map clean.
// caught by: Remembers
// says: A failure is an answer, too
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Optional<V>> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        if (!cache.containsKey(key)) {
            try {
                cache.put(key, Optional.ofNullable(fetch.fetch(key)));
            } catch (Exception e) {
                cache.remove(key);
                throw e;
            }
        }
        return cache.get(key).orElse(null);
    }
}
