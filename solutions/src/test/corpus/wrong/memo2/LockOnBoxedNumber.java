// misconception: The lock is a small boxed number, which is the same object all over the JVM.
// caught by: IsThreadSafe
// says: Callers of one memo do not wait for callers of another memo.
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Fetched<V>> cache = new HashMap<>();
    private final Integer lock = 1;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        synchronized (lock) {
            Fetched<V> known = cache.get(key);
            if (known == null) {
                known = load(key);
                cache.put(key, known);
            }
            return known.get();
        }
    }

    private Fetched<V> load(K key) {
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
