// misconception: All keys share a condition, and whoever ends a fetch signals one waiter, perhaps one of another key.
// caught by: WaitsWell
// says: A waiting caller is woken even if others wait for another key.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Entry<V>> cache = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition done = lock.newCondition();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> entry;
        lock.lock();
        try {
            entry = cache.get(key);
            if (entry != null) {
                while (!entry.done) {
                    done.await();
                }
                done.signal();
                return entry.get();
            }
            entry = new Entry<>();
            cache.put(key, entry);
        } finally {
            lock.unlock();
        }
        try {
            entry.value = fetch.fetch(key);
        } catch (Throwable failure) {
            entry.failure = failure;
        }
        lock.lock();
        try {
            entry.done = true;
            done.signal();
        } finally {
            lock.unlock();
        }
        return entry.get();
    }

    private static final class Entry<V> {
        V value;
        Throwable failure;
        boolean done;

        V get() throws Exception {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure != null) {
                throw (Exception) failure;
            }
            return value;
        }
    }
}
