// style: a write lock per entry is the fetcher's, who asks later needs the read lock
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
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
        boolean fetches = false;
        synchronized (this) {
            entry = cache.get(key);
            if (entry == null) {
                entry = new Entry<>();
                entry.lock.writeLock().lock();
                cache.put(key, entry);
                fetches = true;
            }
        }
        if (fetches) {
            try {
                entry.value = fetch.fetch(key);
            } catch (Exception failure) {
                entry.failure = failure;
            } finally {
                entry.lock.writeLock().unlock();
            }
        }
        entry.lock.readLock().lockInterruptibly();
        try {
            if (entry.failure != null) {
                throw entry.failure;
            }
            return entry.value;
        } finally {
            entry.lock.readLock().unlock();
        }
    }

    private static final class Entry<V> {
        final ReadWriteLock lock = new ReentrantReadWriteLock();
        V value;
        Exception failure;
    }
}
