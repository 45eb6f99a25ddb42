// style: a StampedLock whose read stamp is converted to a write stamp, not held while fetching
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.StampedLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Result<V>> cache = new HashMap<>();
    private final StampedLock lock = new StampedLock();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Result<V> known;
        long stamp = lock.readLock();
        try {
            known = cache.get(key);
        } finally {
            lock.unlockRead(stamp);
        }
        if (known != null) {
            return known.get();
        }
        Result<V> fetched = fetch(key);
        stamp = lock.readLock();
        try {
            while (!cache.containsKey(key)) {
                long write = lock.tryConvertToWriteLock(stamp);
                if (write != 0) {
                    stamp = write;
                    cache.put(key, fetched);
                } else {
                    lock.unlockRead(stamp);
                    stamp = lock.writeLock();
                }
            }
            return cache.get(key).get();
        } finally {
            lock.unlock(stamp);
        }
    }

    private Result<V> fetch(K key) {
        try {
            return new Result<>(fetch.fetch(key), null);
        } catch (Exception failure) {
            return new Result<>(null, failure);
        }
    }

    private record Result<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
