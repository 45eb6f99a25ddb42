// style: an immutable map in an AtomicReference, replaced by updateAndGet
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final AtomicReference<Map<K, Fetched<V>>> cache = new AtomicReference<>(Map.of());

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Fetched<V> known = cache.get().get(key);
        if (known == null) {
            Fetched<V> fetched = ask(key);
            known = cache.updateAndGet(map -> with(map, key, fetched)).get(key);
        }
        return known.get();
    }

    private static <K, T> Map<K, T> with(Map<K, T> map, K key, T result) {
        Map<K, T> copy = new HashMap<>(map);
        copy.putIfAbsent(key, result);
        return copy;
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
