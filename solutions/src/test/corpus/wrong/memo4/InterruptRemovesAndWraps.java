// misconception: A waiter that is interrupted takes the entry with it, and hides the interrupt in another exception.
// caught by: WaitsWell
// says: A waiting caller that is interrupted leaves with an InterruptedException.
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
        synchronized (this) {
            entry = cache.get(key);
            if (entry != null) {
                try {
                    while (!entry.done) {
                        wait();
                    }
                } catch (InterruptedException interrupt) {
                    cache.remove(key);
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted", interrupt);
                }
                return entry.get();
            }
            entry = new Entry<>();
            cache.put(key, entry);
        }
        try {
            entry.value = fetch.fetch(key);
        } catch (Throwable failure) {
            entry.failure = failure;
        }
        synchronized (this) {
            entry.done = true;
            notifyAll();
        }
        return entry.get();
    }

    private static final class Entry<V> {
        V value;
        Throwable failure;
        boolean done;

        V get() throws Exception {
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
