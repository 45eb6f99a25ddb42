// misconception: Who waits had better look again each second, to be on the safe side.
// caught by: WaitsWell
// says: Who waits for another caller's fetch sleeps until it is over
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

public final class Memo<K, V> implements Memoizer<K, V> {
    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, Entry<V>> entries = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> mine = new Entry<>();
        Entry<V> entry = entries.putIfAbsent(key, mine);
        if (entry == null) {
            entry = mine;
            V value = null;
            Throwable failure = null;
            try {
                value = fetch.fetch(key);
            } catch (Throwable thrown) {
                failure = thrown;
            }
            entry.set(value, failure);
        }
        return entry.await();
    }

    private static final class Entry<V> {
        private V value;
        private Throwable failure;
        private boolean done;

        synchronized void set(V value, Throwable failure) {
            this.value = value;
            this.failure = failure;
            done = true;
            notifyAll();
        }

        synchronized V await() throws Exception {
            while (!done) {
                wait(1_000);
            }
            if (failure == null) {
                return value;
            }
            if (failure instanceof Error error) {
                throw error;
            }
            throw (Exception) failure;
        }
    }
}
