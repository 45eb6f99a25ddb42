// misconception: Who waits on a condition gives up at a deadline, an hour from now.
// caught by: FetchesOnce
// says: All callers of one key get its value, however long it takes
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private static final class Entry<V> {
        boolean done;
        V value;
        Throwable problem;
    }

    private final Fetch<K, V> fetch;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<K, Entry<V>> entries = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> entry;
        boolean mine = false;
        lock.lock();
        try {
            entry = entries.get(key);
            if (entry == null) {
                entry = new Entry<>();
                entries.put(key, entry);
                mine = true;
            }
            Date deadline = new Date(System.currentTimeMillis() + 3_600_000);
            while (!mine && !entry.done) {
                if (!changed.awaitUntil(deadline)) {
                    throw new TimeoutException("no answer for " + key);
                }
            }
        } finally {
            lock.unlock();
        }
        if (mine) {
            V value = null;
            Throwable problem = null;
            try {
                value = fetch.fetch(key);
            } catch (Throwable thrown) {
                problem = thrown;
            }
            lock.lock();
            try {
                entry.value = value;
                entry.problem = problem;
                entry.done = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
        if (entry.problem instanceof Error error) {
            throw error;
        }
        if (entry.problem != null) {
            throw (Exception) entry.problem;
        }
        return entry.value;
    }
}
