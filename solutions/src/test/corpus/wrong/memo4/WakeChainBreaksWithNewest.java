// misconception: A stack of parked threads: the fetcher wakes the newest, each wakes the next. One who has left breaks the chain.
// caught by: WaitsWell
// says: A caller that leaves disturbs nobody.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

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

    private static final class Waiter { final Thread thread = Thread.currentThread(); Waiter next; volatile boolean go; }
    private final class Entry { Outcome<V> outcome; Waiter newest; }
    private final Map<K, Entry> cache = new HashMap<>();
    private void wake(Waiter w) {
        if (w != null) { w.go = true; LockSupport.unpark(w.thread); }
    }
    @Override public V get(K key) throws Exception {
        Entry e;
        Waiter me = null;
        synchronized (cache) {
            e = cache.get(key);
            if (e == null) { cache.put(key, e = new Entry()); }
            else if (e.outcome != null) return e.outcome.get();
            else { me = new Waiter(); me.next = e.newest; e.newest = me; }
        }
        if (me == null) {
            Outcome<V> o = outcomeOf(key);
            Waiter first;
            synchronized (cache) { e.outcome = o; first = e.newest; e.newest = null; }
            wake(first);
            return o.get();
        }
        while (!me.go) {
            LockSupport.park(this);
            if (Thread.interrupted()) throw new InterruptedException();
        }
        wake(me.next);
        synchronized (cache) { return e.outcome.get(); }
    }
}
