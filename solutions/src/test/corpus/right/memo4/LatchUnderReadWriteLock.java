// style: read lock to look, write lock to add an entry, with a second look
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Entry<V>> cache = new HashMap<>();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> entry;
        lock.readLock().lock();
        try {
            entry = cache.get(key);
        } finally {
            lock.readLock().unlock();
        }
        if (entry == null) {
            Entry<V> mine = new Entry<>();
            lock.writeLock().lock();
            try {
                entry = cache.putIfAbsent(key, mine);
            } finally {
                lock.writeLock().unlock();
            }
            if (entry == null) {
                fill(mine, key);
                return mine.get();
            }
        }
        entry.ready.await();
        return entry.get();
    }

    private void fill(Entry<V> entry, K key) {
        try {
            entry.value = fetch.fetch(key);
        } catch (Throwable thrown) {
            entry.failure = thrown;
        } finally {
            entry.ready.countDown();
        }
    }

    private static final class Entry<V> {
        final CountDownLatch ready = new CountDownLatch(1);
        V value;
        Throwable failure;

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
