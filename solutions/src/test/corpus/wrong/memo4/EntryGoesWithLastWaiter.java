// misconception: When the last one who waits has left, nobody wants the page any more and the entry goes.
// caught by: WaitsWell
// says: Who asks for a key that is being fetched waits for it, and does not fetch it, too.
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

    private final class Entry { final CountDownLatch ready = new CountDownLatch(1); Outcome<V> outcome; int waiting; }
    private final Map<K, Entry> cache = new HashMap<>();
    @Override public V get(K key) throws Exception {
        Entry e;
        boolean mine = false;
        synchronized (cache) {
            e = cache.get(key);
            if (e == null) { e = new Entry(); cache.put(key, e); mine = true; }
            else e.waiting++;
        }
        if (mine) {
            e.outcome = outcomeOf(key);
            e.ready.countDown();
        } else {
            try {
                e.ready.await();
            } catch (InterruptedException gone) {
                synchronized (cache) {
                    if (--e.waiting == 0 && e.ready.getCount() > 0) cache.remove(key, e);
                }
                throw gone;
            }
        }
        return e.outcome.get();
    }
}
