// misconception: Looking again only every tenth of a second is believed to cost nothing.
// caught by: WaitsWell
// says: Who waits for another caller's fetch sleeps until it is over, however long that takes.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Answer<V>> cache = new ConcurrentHashMap<>();
    private final Set<K> fetching = ConcurrentHashMap.newKeySet();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        while (true) {
            Answer<V> known = cache.get(key);
            if (known != null) {
                return known.get();
            }
            if (fetching.add(key)) {
                known =
                        new Answer<>(
                                null, new IllegalStateException("the fetch ended with an Error"));
                try {
                    if (!cache.containsKey(key)) {
                        known = tryFetch(key);
                    } else {
                        known = cache.get(key);
                    }
                } finally {
                    cache.put(key, known);
                    fetching.remove(key);
                }
                return known.get();
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private Answer<V> tryFetch(K key) {
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
