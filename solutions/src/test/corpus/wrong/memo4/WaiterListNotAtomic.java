// misconception: Waiters put themselves before the volatile head of a list. Two at once, and one is lost.
// caught by: WaitsWell
// says: All who wait are woken when the value is there.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
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

    private record Waiter(Thread thread, Waiter next) {}
    private final class Entry { volatile Outcome<V> outcome; volatile Waiter waiters; }
    private final ConcurrentMap<K, Entry> cache = new ConcurrentHashMap<>();
    @Override public V get(K key) throws Exception {
        Entry mine = new Entry();
        Entry e = cache.putIfAbsent(key, mine);
        if (e == null) {
            mine.outcome = outcomeOf(key);
            for (Waiter w = mine.waiters; w != null; w = w.next()) LockSupport.unpark(w.thread());
            return mine.outcome.get();
        }
        if (e.outcome == null) {
            e.waiters = new Waiter(Thread.currentThread(), e.waiters);
            while (e.outcome == null) {
                LockSupport.park(e);
                if (Thread.interrupted()) throw new InterruptedException();
            }
        }
        return e.outcome.get();
    }
}
