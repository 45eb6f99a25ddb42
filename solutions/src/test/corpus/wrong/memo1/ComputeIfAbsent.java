// misconception: HashMap.computeIfAbsent does not allow that the map is changed while it computes, as a fetch that asks the memo does.
// caught by: Remembers
// says: A fetch may ask the memo for another key.
package workshop.memo1;

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
        return cache.computeIfAbsent(key, this::tryFetch).get();
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
