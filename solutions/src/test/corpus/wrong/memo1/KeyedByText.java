// misconception: The text of a key is taken for the key; different keys may have the same text.
// caught by: Remembers
// says: Keys that are not equal are different keys
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<String, Outcome<V>> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        String text = String.valueOf(key);
        Outcome<V> known = cache.get(text);
        if (known == null) {
            known = tryFetch(key);
            cache.put(text, known);
        }
        return known.get();
    }

    private Outcome<V> tryFetch(K key) {
        try {
            return new Outcome<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Outcome<>(null, e);
        }
    }

    private record Outcome<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
