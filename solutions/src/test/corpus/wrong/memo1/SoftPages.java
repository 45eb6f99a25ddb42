// misconception: Values are held softly: forgotten when memory is short, unless someone else holds them.
// caught by: Remembers
// says: Nothing is forgotten.
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.Map;

public class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    private record Slot<V>(SoftReference<V> value, boolean isNull, Exception failure) {}
    private final Map<K, Slot<V>> known = new HashMap<>();
    @Override public V get(K key) throws Exception {
        Slot<V> s = known.get(key);
        if (s != null) {
            if (s.failure() != null) throw s.failure();
            if (s.isNull()) return null;
            V v = s.value().get();
            if (v != null) return v;
        }
        try {
            V v = fetch.fetch(key);
            known.put(key, new Slot<>(new SoftReference<>(v), v == null, null));
            return v;
        } catch (Exception e) {
            known.put(key, new Slot<>(null, false, e));
            throw e;
        }
    }
}
