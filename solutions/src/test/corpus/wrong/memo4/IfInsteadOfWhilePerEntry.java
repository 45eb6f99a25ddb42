// misconception: wait is believed to return only after a notify, but it may wake up for no reason.
// caught by: WaitsWell
// says: A thread may wake up for no reason
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Entry<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> mine = new Entry<>();
        Entry<V> entry = cache.putIfAbsent(key, mine);
        if (entry == null) {
            entry = mine;
            V value = null;
            Throwable failure = null;
            try {
                value = fetch.fetch(key);
            } catch (Throwable thrown) {
                failure = thrown;
            }
            synchronized (mine) {
                mine.value = value;
                mine.failure = failure;
                mine.done = true;
                mine.notifyAll();
            }
        }
        synchronized (entry) {
            if (!entry.done) {
                entry.wait();
            }
        }
        if (entry.failure instanceof Exception exception) {
            throw exception;
        }
        if (entry.failure != null) {
            throw (Error) entry.failure;
        }
        return entry.value;
    }

    private static final class Entry<V> {
        V value;
        Throwable failure;
        boolean done;
    }
}
