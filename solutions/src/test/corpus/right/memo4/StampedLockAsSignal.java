// style: a StampedLock per entry, write stamp while fetching
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.StampedLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, Entry<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> mine = new Entry<>();
        long stamp = mine.lock.writeLock();
        Entry<V> entry = cache.putIfAbsent(key, mine);
        if (entry == null) {
            entry = mine;
            try {
                entry.value = fetch.fetch(key);
            } catch (Throwable thrown) {
                entry.failure = thrown;
            } finally {
                entry.lock.unlockWrite(stamp);
            }
        }
        long reading = entry.lock.readLockInterruptibly();
        try {
            return outcome(entry.value, entry.failure);
        } finally {
            entry.lock.unlockRead(reading);
        }
    }

    private static final class Entry<V> {
        final StampedLock lock = new StampedLock();
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
