// misconception: A fetch that throws InterruptedException says nothing of the key, so nothing is written into the entry.
// caught by: WaitsWell
// says: A waiting caller is woken even when the fetch ends with an InterruptedException.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
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

    private final Map<K, Entry<V>> cache = new HashMap<>();
    @Override public V get(K key) throws Exception {
        Entry<V> e;
        boolean mine = false;
        synchronized (cache) {
            e = cache.get(key);
            if (e == null) { e = new Entry<>(); cache.put(key, e); mine = true; }
        }
        if (mine) {
            try {
                e.outcome = new Outcome<>(fetch.fetch(key), null);
                e.ready.countDown();
            } catch (InterruptedException interrupt) {
                throw interrupt;
            } catch (Throwable t) {
                e.outcome = new Outcome<>(null, t);
                e.ready.countDown();
            }
        } else e.ready.await();
        return e.outcome.get();
    }
}
