// misconception: A second lock, for fetching only, is one lock for all fetches all the same.
// caught by: FetchesInParallel
// says: One key is fetched while another one is being fetched.
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Answer<V>> cache = new ConcurrentHashMap<>();
    private final Object fetching = new Object();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Answer<V> known = cache.get(key);
        if (known == null) {
            synchronized (fetching) {
                known = cache.get(key);
                if (known == null) {
                    known = load(key);
                    cache.put(key, known);
                }
            }
        }
        return known.get();
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
