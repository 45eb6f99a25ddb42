// misconception: Every tenth hit looks whether the page has changed.
// caught by: Remembers
// says: Nothing is forgotten.
package workshop.memo1;

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

    private static final class Slot<V> { Outcome<V> outcome; int hits; }
    private final Map<K, Slot<V>> known = new HashMap<>();
    @Override public V get(K key) throws Exception {
        Slot<V> s = known.get(key);
        if (s == null || s.hits >= 10) {
            s = new Slot<>();
            s.outcome = outcomeOf(key);
            known.put(key, s);
        }
        s.hits++;
        return s.outcome.get();
    }
}
