// misconception: Who leaves interrupts the fetcher if nobody else waits.
// caught by: WaitsWell
// says: Who asks for a key that is being fetched waits for it, and does not fetch it, too.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

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

    private final class Entry { final CountDownLatch ready = new CountDownLatch(1); Outcome<V> outcome; final Thread fetcher = Thread.currentThread(); final AtomicInteger waiting = new AtomicInteger(); }
    private final ConcurrentMap<K, Entry> cache = new ConcurrentHashMap<>();
    @Override public V get(K key) throws Exception {
        Entry mine = new Entry();
        Entry e = cache.putIfAbsent(key, mine);
        if (e == null) { mine.outcome = outcomeOf(key); mine.ready.countDown(); return mine.outcome.get(); }
        e.waiting.incrementAndGet();
        try { e.ready.await(); } catch (InterruptedException x) {
            if (e.waiting.decrementAndGet() == 0 && e.ready.getCount() > 0) e.fetcher.interrupt();
            throw x;
        }
        return e.outcome.get();
    }
}
