// misconception: Counts errors, outside the lock.
// caught by: IsThreadSafe
// says: DATA RACE
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    private record Slot<V>(V value, Exception failure) {}
    private final Map<K, Slot<V>> known = new HashMap<>();
    private int errors;
    @Override public V get(K key) throws Exception {
        try {
            return locked(key);
        } catch (Error e) {
            errors++;
            throw e;
        }
    }
    private synchronized V locked(K key) throws Exception {
        Slot<V> s = known.get(key);
        if (s == null) {
            try {
                s = new Slot<>(fetch.fetch(key), null);
            } catch (Exception e) {
                s = new Slot<>(null, e);
            }
            known.put(key, s);
        }
        if (s.failure() != null) throw s.failure();
        return s.value();
    }
}
