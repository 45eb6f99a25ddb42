// misconception: Two synchronized methods, called one after the other, are taken for one step.
// caught by: FetchesOnce
// says: not fetched by another caller
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
        Entry<V> entry = find(key);
        if (entry == null) {
            entry = add(key);
            fetchInto(entry, key);
        }
        return entry.get();
    }

    private synchronized Entry<V> find(K key) {
        return cache.get(key);
    }

    private synchronized Entry<V> add(K key) {
        Entry<V> entry = new Entry<>();
        cache.put(key, entry);
        return entry;
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
