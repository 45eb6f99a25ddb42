// misconception: An optimistic read that is validated afterwards is fine for fields, but a map may break while it reads.
// caught by: IsThreadSafe
// says: DATA RACE
package workshop.memo2;

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
        long stamp = lock.tryOptimisticRead();
        Result<V> result = cache.get(key);
        if (!lock.validate(stamp)) {
            stamp = lock.readLock();
            try {
                result = cache.get(key);
            } finally {
                lock.unlockRead(stamp);
            }
        }
        if (result == null) {
            result = fetch(key);
            stamp = lock.writeLock();
            try {
                cache.put(key, result);
            } finally {
                lock.unlockWrite(stamp);
            }
        }
        return result.get();
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
