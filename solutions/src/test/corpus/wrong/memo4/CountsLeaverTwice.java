// misconception: Who leaves is counted off in the catch and in the finally: then nobody seems to wait any more.
// caught by: WaitsWell
// says: A caller that leaves disturbs nobody.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

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

    private final class Entry { Outcome<V> outcome; int waiting; }
    private final Map<K, Entry> cache = new HashMap<>();
    @Override public V get(K key) throws Exception {
        Entry e;
        boolean mine = false;
        synchronized (cache) {
            e = cache.get(key);
            if (e == null) { e = new Entry(); cache.put(key, e); mine = true; }
        }
        if (mine) {
            Outcome<V> o = outcomeOf(key);
            synchronized (e) {
                e.outcome = o;
                if (e.waiting > 0) e.notifyAll();
            }
            return o.get();
        }
        synchronized (e) {
            e.waiting++;
            try {
                while (e.outcome == null) e.wait();
            } catch (InterruptedException x) {
                e.waiting--;
                throw x;
            } finally {
                e.waiting--;
            }
            return e.outcome.get();
        }
    }
}
