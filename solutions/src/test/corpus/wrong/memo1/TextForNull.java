// misconception: The text "null" stands for null, as if no page could read like that.
// caught by: Remembers
// says: What the fetch returns is a value
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

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
            known = fetch(key);
            cache.put(key, known);
        }
        if (known instanceof Failure failed) {
            throw failed.exception();
        }
        return known.equals("null") ? null : (V) known;
    }

    private Object fetch(K key) {
        try {
            return Objects.requireNonNullElse(fetch.fetch(key), "null");
        } catch (Exception failure) {
            return new Failure(failure);
        }
    }

    private record Failure(Exception exception) {}
}
