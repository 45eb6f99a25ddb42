// misconception: After a signal, the value is taken without a second look; the signal may have been for another key.
// caught by: IsThreadSafe
// says: Every caller gets the answer to its own question.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<K, Entry<V>> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> entry;
        lock.lockInterruptibly();
        try {
            entry = cache.get(key);
            if (entry != null) {
                if (!entry.done) {
                    changed.await();
                }
                return outcome(entry.value, entry.failure);
            }
            entry = new Entry<>();
            cache.put(key, entry);
        } finally {
            lock.unlock();
        }
        V value = null;
        Throwable failure = null;
        try {
            value = fetch.fetch(key);
        } catch (Throwable thrown) {
            failure = thrown;
        }
        lock.lock();
        try {
            entry.value = value;
            entry.failure = failure;
            entry.done = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        return outcome(value, failure);
    }

    private static final class Entry<V> {
        V value;
        Throwable failure;
        boolean done;
    }

    private static <V> V outcome(V value, Throwable failure) throws Exception {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (Exception) failure;
        }
        return value;
    }
}
