// style: a CopyOnWriteArrayList of pairs
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final List<Map.Entry<K, Outcome<V>>> cache = new CopyOnWriteArrayList<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        for (Map.Entry<K, Outcome<V>> pair : cache) {
            if (pair.getKey().equals(key)) {
                return pair.getValue().get();
            }
        }
        Outcome<V> result = ask(key);
        cache.add(Map.entry(key, result));
        return result.get();
    }

    private Outcome<V> ask(K key) {
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
