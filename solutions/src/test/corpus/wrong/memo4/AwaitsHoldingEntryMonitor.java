// misconception: Waits for the latch inside synchronized (entry): the second one who waits is blocked and cannot leave.
// caught by: WaitsWell
// says: A waiting caller that is interrupted leaves with an InterruptedException.
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

    static final class Entry<V> {
        final CountDownLatch ready = new CountDownLatch(1);
        Outcome<V> outcome;
    }

    private final ConcurrentMap<K, Entry<V>> cache = new ConcurrentHashMap<>();
    @Override public V get(K key) throws Exception {
        Entry<V> mine = new Entry<>();
        Entry<V> e = cache.putIfAbsent(key, mine);
        if (e == null) {
            mine.outcome = outcomeOf(key);
            mine.ready.countDown();
            return mine.outcome.get();
        }
        synchronized (e) {
            e.ready.await();
            return e.outcome.get();
        }
    }
}
