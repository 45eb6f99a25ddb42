// misconception: Keys are told apart by class and text: List.of(1) and List.of("1") are one.
// caught by: Remembers
// says: Keys that are not equal are different keys.
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

    private final Map<String, Outcome<V>> known = new HashMap<>();
    @Override public V get(K key) throws Exception {
        String name = key.getClass().getName() + ":" + key;
        Outcome<V> o = known.get(name);
        if (o == null) { o = outcomeOf(key); known.put(name, o); }
        return o.get();
    }
}
