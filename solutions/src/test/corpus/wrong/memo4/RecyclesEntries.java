// misconception: Entries of fetches that are over are used again, maybe before those who waited have looked.
// caught by: WaitsWell
// says: A waiting caller is woken even if the value comes while it goes to sleep.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.ArrayDeque;
import java.util.Deque;
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

    private final class Entry { boolean done; Outcome<V> outcome; }
    private final Map<K, Outcome<V>> results = new HashMap<>();
    private final Map<K, Entry> underWay = new HashMap<>();
    private final Deque<Entry> pool = new ArrayDeque<>();
    @Override public V get(K key) throws Exception {
        Entry e;
        boolean mine = false;
        synchronized (results) {
            Outcome<V> o = results.get(key);
            if (o != null) return o.get();
            e = underWay.get(key);
            if (e == null) {
                e = pool.poll();
                if (e == null) e = new Entry();
                synchronized (e) { e.done = false; e.outcome = null; }
                underWay.put(key, e);
                mine = true;
            }
        }
        if (!mine) {
            synchronized (e) {
                while (!e.done) e.wait();
                return e.outcome.get();
            }
        }
        Outcome<V> o = outcomeOf(key);
        synchronized (results) {
            results.put(key, o);
            underWay.remove(key);
            synchronized (e) { e.done = true; e.outcome = o; e.notifyAll(); }
            pool.push(e);
        }
        return o.get();
    }
}
