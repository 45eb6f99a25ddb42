// misconception: The flag is set, but nobody is told.
// caught by: WaitsWell
// says: A waiting caller is woken when the value is there.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, Entry<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> mine = new Entry<>();
        Entry<V> earlier = cache.putIfAbsent(key, mine);
        if (earlier == null) {
            fetchInto(mine, key);
            return mine.get();
        }
        return earlier.get();
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
