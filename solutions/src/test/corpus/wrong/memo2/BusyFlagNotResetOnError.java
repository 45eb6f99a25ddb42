// misconception: The flag that stands for the lock is not reset when an Error comes out of the fetch.
// caught by: IsThreadSafe
// says: After an Error in a fetch, the memo works for everybody as before.
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Answer<V>> cache = new HashMap<>();
    private Thread owner;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        boolean mine;
        synchronized (this) {
            mine = owner != Thread.currentThread();
            while (mine && owner != null) {
                wait();
            }
            owner = Thread.currentThread();
        }
        Answer<V> known = cache.get(key);
        if (known == null) {
            known = load(key);
            cache.put(key, known);
        }
        if (mine) {
            synchronized (this) {
                owner = null;
                notifyAll();
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
