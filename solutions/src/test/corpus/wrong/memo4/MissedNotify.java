// misconception: The flag is looked at outside the lock; the notify may come between the look and the wait.
// caught by: WaitsWell
// says: A waiting caller is woken
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
        Entry<V> entry = cache.putIfAbsent(key, mine);
        if (entry == null) {
            try {
                mine.value = fetch.fetch(key);
            } catch (Throwable thrown) {
                mine.failure = thrown;
            }
            mine.done = true;
            synchronized (mine) {
                mine.notifyAll();
            }
            return outcome(mine.value, mine.failure);
        }
        while (!entry.done) {
            synchronized (entry) {
                entry.wait();
            }
        }
        return outcome(entry.value, entry.failure);
    }

    private static final class Entry<V> {
        V value;
        Throwable failure;
        volatile boolean done;
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
