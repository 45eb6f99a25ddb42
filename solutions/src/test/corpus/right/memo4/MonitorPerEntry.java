// style: wait and notifyAll on the entry
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
        synchronized (cache) {
            entry = cache.get(key);
            if (entry == null) {
                entry = new Entry<>();
                cache.put(key, entry);
                first = true;
            }
        }
        if (first) {
            fetchInto(entry, key);
        }
        return entry.get();
    }

    private void fetchInto(Entry<V> entry, K key) {
        V value = null;
        Throwable failure = null;
        try {
            value = fetch.fetch(key);
        } catch (Throwable thrown) {
            failure = thrown;
        }
        entry.set(value, failure);
    }

    private static final class Entry<V> {
        private boolean done;
        private V value;
        private Throwable failure;

        synchronized void set(V newValue, Throwable newFailure) {
            value = newValue;
            failure = newFailure;
            done = true;
            notifyAll();
        }

        synchronized V get() throws Exception {
            while (!done) {
                wait();
            }
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure != null) {
                throw (Exception) failure;
            }
            return value;
        }
    }
}
