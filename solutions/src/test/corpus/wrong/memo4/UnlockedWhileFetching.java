// misconception: The lock is released during the fetch, so others who miss the same key fetch it, too.
// caught by: FetchesOnce
// says: A key that is being fetched is not fetched by another caller, too.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Answer<V>> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Answer<V> known;
        synchronized (this) {
            known = cache.get(key);
        }
        if (known == null) {
            known = ask(key);
            synchronized (this) {
                cache.put(key, known);
            }
        }
        return known.get();
    }

    private Answer<V> ask(K key) {
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
