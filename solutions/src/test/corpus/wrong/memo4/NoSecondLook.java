// misconception: Under the lock, nobody looks again whether an entry has come in the meantime.
// caught by: FetchesOnce
// says: not fetched by another caller
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Entry<V>> cache = new ConcurrentHashMap<>();
    private final Lock lock = new ReentrantLock();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> entry = cache.get(key);
        if (entry != null) {
            return entry.get();
        }
        lock.lock();
        try {
            entry = new Entry<>();
            cache.put(key, entry);
        } finally {
            lock.unlock();
        }
        fetchInto(entry, key);
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
