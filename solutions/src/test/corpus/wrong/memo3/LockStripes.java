// misconception: Sixteen locks are believed to be enough; keys that share one wait for one another.
// caught by: FetchesInParallel
// says: One key is fetched while another one is being fetched.
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Map<K, Answer<V>> cache = new ConcurrentHashMap<>();
    private final Object[] locks = new Object[16];

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
        for (int i = 0; i < locks.length; i++) {
            locks[i] = new Object();
        }
    }

    private final Fetch<K, V> fetch;

    @Override
    public V get(K key) throws Exception {
        synchronized (locks[Math.floorMod(key.hashCode(), locks.length)]) {
            Answer<V> known = cache.get(key);
            if (known == null) {
                known = load(key);
                cache.put(key, known);
            }
            return known.get();
        }
    }

    private Answer<V> load(K key) {
        try {
            return new Answer<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Answer<>(null, e);
        }
    }

    private record Answer<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
