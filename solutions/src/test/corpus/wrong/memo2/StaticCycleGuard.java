// misconception: A static guard against keys that ask for themselves; it takes two memos for one.
// caught by: Remembers
// says: A fetch may ask another memo, even for the same key.
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

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

    private static final ThreadLocal<Set<Object>> FETCHING = ThreadLocal.withInitial(HashSet::new);
    private final Map<K, Outcome<V>> known = new HashMap<>();
    @Override public synchronized V get(K key) throws Exception {
        Outcome<V> o = known.get(key);
        if (o == null) {
            if (!FETCHING.get().add(key)) throw new IllegalStateException(key + " asks for itself");
            try {
                o = outcomeOf(key);
            } finally {
                FETCHING.get().remove(key);
            }
            known.put(key, o);
        }
        return o.get();
    }
}
