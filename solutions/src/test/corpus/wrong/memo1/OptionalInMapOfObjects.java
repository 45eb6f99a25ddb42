// misconception: An Optional in a map of objects is unpacked, although a fetch may return one itself.
// caught by: Remembers
// says: What the fetch returns is a value
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Object> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    @SuppressWarnings("unchecked")
    public V get(K key) throws Exception {
        Object known = cache.get(key);
        if (known == null) {
            try {
                V value = fetch.fetch(key);
                known = value == null ? Optional.empty() : value;
            } catch (Exception failure) {
                known = new Failure(failure);
            }
            cache.put(key, known);
        }
        if (known instanceof Failure failed) {
            throw failed.exception();
        }
        return known instanceof Optional ? ((Optional<V>) known).orElse(null) : (V) known;
    }

    private record Failure(Exception exception) {}
}
