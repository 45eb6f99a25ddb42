// misconception: One lock and a condition per entry; the fetcher takes the lock interruptibly, too, to store its result.
// caught by: IsThreadSafe
// says: A page that was fetched is remembered, even if its caller was interrupted.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

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

    private final ReentrantLock lock = new ReentrantLock();
    private final class Entry { final Condition ready = lock.newCondition(); Outcome<V> outcome; }
    private final Map<K, Entry> cache = new HashMap<>();
    @Override public V get(K key) throws Exception {
        Entry e;
        lock.lockInterruptibly();
        try {
            e = cache.get(key);
            if (e != null) {
                while (e.outcome == null) e.ready.await();
                return e.outcome.get();
            }
            e = new Entry();
            cache.put(key, e);
        } finally {
            lock.unlock();
        }
        Outcome<V> o = outcomeOf(key);
        lock.lockInterruptibly();
        try {
            e.outcome = o;
            e.ready.signalAll();
        } finally {
            lock.unlock();
        }
        return o.get();
    }
}
