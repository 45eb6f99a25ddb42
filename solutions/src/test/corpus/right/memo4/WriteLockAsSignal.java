// style: the write lock of the entry is held while fetching, those who wait take the read lock
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Entry<V>> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> entry;
        boolean first = false;
        synchronized (this) {
            entry = cache.get(key);
            if (entry == null) {
                entry = new Entry<>();
                entry.lock.writeLock().lock();
                cache.put(key, entry);
                first = true;
            }
        }
        if (first) {
            try {
                entry.value = fetch.fetch(key);
            } catch (Throwable thrown) {
                entry.failure = thrown;
            } finally {
                entry.lock.writeLock().unlock();
            }
        }
        entry.lock.readLock().lockInterruptibly();
        try {
            return outcome(entry.value, entry.failure);
        } finally {
            entry.lock.readLock().unlock();
        }
    }

    private static final class Entry<V> {
        final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
        V value;
        Throwable failure;
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
