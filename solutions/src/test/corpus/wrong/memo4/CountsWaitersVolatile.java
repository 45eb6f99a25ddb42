// misconception: The fetcher releases as many permits as there are waiters, counted with a volatile int.
// caught by: WaitsWell
// says: All who wait are woken when the value is there.
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

    private final class Entry {
        volatile Outcome<V> outcome;
        volatile int waiters;
        final Semaphore permits = new Semaphore(0);
    }
    private final ConcurrentMap<K, Entry> cache = new ConcurrentHashMap<>();
    @Override public V get(K key) throws Exception {
        Entry mine = new Entry();
        Entry e = cache.putIfAbsent(key, mine);
        if (e == null) {
            mine.outcome = outcomeOf(key);
            mine.permits.release(mine.waiters);
            return mine.outcome.get();
        }
        if (e.outcome == null) {
            e.waiters++;
            if (e.outcome == null) e.permits.acquire();
        }
        return e.outcome.get();
    }
}
