// misconception: The lock is a Boolean, of which there are only two in the whole JVM.
// caught by: IsThreadSafe
// says: Callers of one memo do not wait for callers of another memo.
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Outcome<V>> cache = new HashMap<>();
    private final Boolean lock = true;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        synchronized (lock) {
            Outcome<V> known = cache.get(key);
            if (known == null) {
                known = ask(key);
                cache.put(key, known);
            }
            return known.get();
        }
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
