// style: a Hashtable, as in the old days
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Hashtable;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Hashtable<K, Answer<V>> cache = new Hashtable<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        if (!cache.containsKey(key)) {
            cache.put(key, tryFetch(key));
        }
        return cache.get(key).get();
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
