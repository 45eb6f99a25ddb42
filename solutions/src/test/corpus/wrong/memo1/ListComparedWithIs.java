// misconception: The keys in a list are compared with ==.
// caught by: Remembers
// says: Keys that are equal are one key.
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.ArrayList;
import java.util.List;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final List<Known<K, V>> cache = new ArrayList<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        for (Known<K, V> known : cache) {
            if (known.key == key) {
                return known.get();
            }
        }
        Known<K, V> known = new Known<>(key);
        try {
            known.value = fetch.fetch(key);
        } catch (Exception e) {
            known.failure = e;
        }
        cache.add(known);
        return known.get();
    }

    private static final class Known<K, V> {
        final K key;
        V value;
        Exception failure;

        Known(K key) {
            this.key = key;
        }

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
