// misconception: After wait nobody looks again whether it was this key that got ready.
// caught by: IsThreadSafe
// says: Every caller gets the answer to its own question.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Outcome<V>> cache = new HashMap<>();
    private final Set<K> fetching = new HashSet<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        synchronized (this) {
            if (fetching.contains(key)) {
                wait();
            }
            if (cache.containsKey(key)) {
                return cache.get(key).get();
            }
            if (fetching.contains(key)) {
                return null;
            }
            fetching.add(key);
        }
        Outcome<V> result =
                new Outcome<>(null, new IllegalStateException("the fetch ended with an Error"));
        try {
            result = tryFetch(key);
        } finally {
            synchronized (this) {
                cache.put(key, result);
                fetching.remove(key);
                notifyAll();
            }
        }
        return result.get();
    }

    private Outcome<V> tryFetch(K key) {
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
