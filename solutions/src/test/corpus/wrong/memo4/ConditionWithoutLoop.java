// misconception: await on a condition is believed to return only after a signal.
// caught by: WaitsWell
// says: A thread may wake up for no reason
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Entry<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> mine = new Entry<>();
        Entry<V> entry = cache.putIfAbsent(key, mine);
        if (entry == null) {
            entry = mine;
            V value = null;
            Throwable failure = null;
            try {
                value = fetch.fetch(key);
            } catch (Throwable thrown) {
                failure = thrown;
            }
            mine.lock.lock();
            try {
                mine.value = value;
                mine.failure = failure;
                mine.done = true;
                mine.ready.signalAll();
            } finally {
                mine.lock.unlock();
            }
        }
        entry.lock.lockInterruptibly();
        try {
            if (!entry.done) {
                entry.ready.await();
            }
            if (entry.failure instanceof Exception exception) {
                throw exception;
            }
            if (entry.failure != null) {
                throw (Error) entry.failure;
            }
            return entry.value;
        } finally {
            entry.lock.unlock();
        }
    }

    private static final class Entry<V> {
        final ReentrantLock lock = new ReentrantLock();
        final Condition ready = lock.newCondition();
        V value;
        Throwable failure;
        boolean done;
    }
}
