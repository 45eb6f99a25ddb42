// misconception: The entry is put into the map under the lock, but filled and read without it.
// caught by: IsThreadSafe
// says: DATA RACE
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Entry<V>> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> entry;
        synchronized (this) {
            entry = cache.computeIfAbsent(key, k -> new Entry<>());
        }
        Outcome<V> result = entry.result;
        if (result == null) {
            result = call(key);
            entry.result = result;
        }
        return result.get();
    }

    private static final class Entry<V> {
        Outcome<V> result;
    }

    private Outcome<V> call(K key) {
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
