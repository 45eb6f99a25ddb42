// misconception: Only values are remembered; whoever asks again after a failure makes another attempt.
// caught by: Remembers
// says: A failure is an answer, too
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
        V value = fetch.fetch(key);
        cache.put(key, value);
        return value;
    }
}
