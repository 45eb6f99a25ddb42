// misconception: Looking again every five seconds is believed to be good enough.
// caught by: WaitsWell
// says: Who waits for another caller's fetch sleeps until it is over, however long that takes.
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
            try {
                mine.value = fetch.fetch(key);
            } catch (Throwable thrown) {
                mine.failure = thrown;
            }
            mine.done = true;
            return outcome(mine.value, mine.failure);
        }
        while (!earlier.done) {
            Thread.sleep(5_000);
        }
        return outcome(earlier.value, earlier.failure);
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
