// misconception: The fetcher hands the outcome to each waiter. One who is interrupted then is waited for, for ever.
// caught by: WaitsWell
// says: A caller that leaves disturbs nobody.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.SynchronousQueue;

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
        final SynchronousQueue<Outcome<V>> counter = new SynchronousQueue<>();
        Outcome<V> outcome; // guarded by this
        int waiting; // guarded by this
    }
    private final ConcurrentMap<K, Entry> cache = new ConcurrentHashMap<>();
    @Override public V get(K key) throws Exception {
        Entry mine = new Entry();
        Entry e = cache.putIfAbsent(key, mine);
        if (e == null) {
            Outcome<V> o = outcomeOf(key);
            int waiting;
            synchronized (mine) { mine.outcome = o; waiting = mine.waiting; }
            boolean interrupted = false;
            for (int i = 0; i < waiting; ) {
                try {
                    mine.counter.put(o);
                    i++;
                } catch (InterruptedException x) {
                    interrupted = true;
                }
            }
            if (interrupted) Thread.currentThread().interrupt();
            return o.get();
        }
        synchronized (e) {
            if (e.outcome != null) return e.outcome.get();
            e.waiting++;
        }
        try {
            return e.counter.take().get();
        } catch (InterruptedException gone) {
            synchronized (e) { e.waiting--; }
            throw gone;
        }
    }
}
