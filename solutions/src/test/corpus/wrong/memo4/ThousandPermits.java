// misconception: A thousand permits are enough for everybody.
// caught by: Remembers
// says: A second get returns the same again.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;

public class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    record Outcome<V>(V value, Throwable failure) {
        V get() throws Exception {
            if (failure instanceof Error e) throw e;
            if (failure != null) throw (Exception) failure;
            return value;
        }
    }

    private Outcome<V> outcomeOf(K key) {
        try {
            return new Outcome<>(fetch.fetch(key), null);
        } catch (Throwable t) {
            return new Outcome<>(null, t);
        }
    }

    private final class Entry { final Semaphore ready = new Semaphore(0); Outcome<V> outcome; }
    private final ConcurrentMap<K, Entry> cache = new ConcurrentHashMap<>();
    @Override public V get(K key) throws Exception {
        Entry mine = new Entry();
        Entry e = cache.putIfAbsent(key, mine);
        if (e == null) {
            e = mine;
            e.outcome = outcomeOf(key);
            e.ready.release(1000);
        }
        e.ready.acquire();
        return e.outcome.get();
    }
}
