// misconception: Only what is rare is counted, so the counter is thought to need no lock.
// caught by: IsThreadSafe
// says: DATA RACE
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Optional<V>> cache = new HashMap<>();
    private final Map<K, Exception> failures = new HashMap<>();
    private int nullHits;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Optional<V> known;
        synchronized (this) {
            if (failures.containsKey(key)) {
                throw failures.get(key);
            }
            known = cache.get(key);
            if (known == null) {
                try {
                    known = Optional.ofNullable(fetch.fetch(key));
                } catch (Exception failure) {
                    failures.put(key, failure);
                    throw failure;
                }
                cache.put(key, known);
            }
        }
        if (known.isEmpty()) {
            nullHits++;
        }
        return known.orElse(null);
    }
}
