// misconception: A value of null is taken for "not ready yet".
// caught by: FetchesOnce
// says: All callers of one key get the null that was fetched.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Entry<V>> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> entry;
        boolean first = false;
        synchronized (this) {
            entry = cache.get(key);
            if (entry == null) {
                entry = new Entry<>();
                cache.put(key, entry);
                first = true;
            }
        }
        if (first) {
            V value = null;
            Throwable failure = null;
            try {
                value = fetch.fetch(key);
            } catch (Throwable thrown) {
                failure = thrown;
            }
            synchronized (entry) {
                entry.value = value;
                entry.failure = failure;
                entry.notifyAll();
            }
            return outcome(value, failure);
        }
        synchronized (entry) {
            while (entry.value == null && entry.failure == null) {
                entry.wait();
            }
            return outcome(entry.value, entry.failure);
        }
    }

    private static final class Entry<V> {
        V value;
        Throwable failure;
    }

    private static <V> V outcome(V value, Throwable failure) throws Exception {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (Exception) failure;
        }
        return value;
    }
}
