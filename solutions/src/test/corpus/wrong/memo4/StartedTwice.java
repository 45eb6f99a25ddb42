// misconception: Whoever finds the entry not started starts it. Two may find that.
// caught by: FetchesOnce
// says: A key that is being fetched is not fetched by another caller, too.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;

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
        volatile boolean started;
        volatile Outcome<V> outcome;
        final CountDownLatch ready = new CountDownLatch(1);
    }
    private final ConcurrentMap<K, Entry> cache = new ConcurrentHashMap<>();
    @Override public V get(K key) throws Exception {
        Entry e = cache.computeIfAbsent(key, absent -> new Entry());
        if (e.outcome == null) {
            if (!e.started) {
                e.started = true;
                if (e.outcome == null) { // nobody was quicker
                    e.outcome = outcomeOf(key);
                    e.ready.countDown();
                }
            } else e.ready.await();
        }
        return e.outcome.get();
    }
}
