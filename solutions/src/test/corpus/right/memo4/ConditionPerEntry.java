// style: a condition for each entry, all of one lock
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<K, Entry<V>> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        lock.lockInterruptibly();
        try {
            Entry<V> entry = cache.get(key);
            if (entry == null) {
                entry = new Entry<>(lock.newCondition());
                cache.put(key, entry);
                fetchUnlocked(entry, key);
            }
            while (!entry.done) {
                entry.ready.await();
            }
            return outcome(entry.value, entry.failure);
        } finally {
            lock.unlock();
        }
    }

    /** The caller has the lock, and has it again when this returns. */
    private void fetchUnlocked(Entry<V> entry, K key) {
        V value = null;
        Throwable failure = null;
        lock.unlock();
        try {
            value = fetch.fetch(key);
        } catch (Throwable thrown) {
            failure = thrown;
        } finally {
            lock.lock();
        }
        entry.value = value;
        entry.failure = failure;
        entry.done = true;
        entry.ready.signalAll();
    }

    private static final class Entry<V> {
        final Condition ready;
        boolean done;
        V value;
        Throwable failure;

        Entry(Condition ready) {
            this.ready = ready;
        }
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
