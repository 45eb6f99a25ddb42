// misconception: A lock for each key: its text, interned, with the memo in front. 1 and "1" share it.
// caught by: FetchesInParallel
// says: One key is fetched while another one is being fetched.
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

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

    private final Map<K, Outcome<V>> known = new ConcurrentHashMap<>();
    @Override public V get(K key) throws Exception {
        Outcome<V> o = known.get(key);
        if (o == null) {
            synchronized ((System.identityHashCode(this) + ":" + key).intern()) {
                o = known.get(key);
                if (o == null) { o = outcomeOf(key); known.put(key, o); }
            }
        }
        return o.get();
    }
}
