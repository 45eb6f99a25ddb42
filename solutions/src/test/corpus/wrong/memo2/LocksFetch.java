// misconception: Locks the fetch, which two memos may share.
// caught by: IsThreadSafe
// says: even if both have the same fetch.
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

    record Outcome<V>(V value, Throwable failure) {
        V get() throws Exception {
            if (failure instanceof Error e) throw e;
            if (failure != null) throw (Exception) failure;
            return value;
        }
    }

    private Outcome<V> outcomeOf(K key) {
        try {
            return new Outcome<>(fetch.fetch(key), null);
        } catch (Throwable t) {
            return new Outcome<>(null, t);
        }
    }

    private final Map<K, Outcome<V>> known = new HashMap<>();
    @Override public V get(K key) throws Exception {
        synchronized (fetch) {
            Outcome<V> o = known.get(key);
            if (o == null) { o = outcomeOf(key); known.put(key, o); }
            return o.get();
        }
    }
}
