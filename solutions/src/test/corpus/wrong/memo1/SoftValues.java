// misconception: Softly held results are gone when memory gets scarce.
// caught by: Remembers
// says: Nothing is forgotten.
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, SoftReference<Fetched<V>>> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        SoftReference<Fetched<V>> reference = cache.get(key);
        Fetched<V> known = reference == null ? null : reference.get();
        if (known == null) {
            known = ask(key);
            cache.put(key, new SoftReference<>(known));
        }
        return known.get();
    }

    private Fetched<V> ask(K key) {
        try {
            return new Fetched<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Fetched<>(null, e);
        }
    }

    private record Fetched<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
