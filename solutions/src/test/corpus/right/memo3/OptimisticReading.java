// style: an optimistic read of an immutable map, checked by a StampedLock
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.StampedLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private volatile Map<K, Answer<V>> cache = Map.of();
    private final StampedLock lock = new StampedLock();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        long stamp = lock.tryOptimisticRead();
        Answer<V> known = cache.get(key);
        if (known == null && !lock.validate(stamp)) {
            stamp = lock.readLock();
            try {
                known = cache.get(key);
            } finally {
                lock.unlockRead(stamp);
            }
        }
        return (known == null ? fetchAndStore(key) : known).get();
    }

    private Answer<V> fetchAndStore(K key) {
        Answer<V> result = tryFetch(key);
        long stamp = lock.writeLock();
        try {
            Map<K, Answer<V>> copy = new HashMap<>(cache);
            copy.put(key, result);
            cache = copy;
            return result;
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    private Answer<V> tryFetch(K key) {
        try {
            return new Answer<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Answer<>(null, e);
        }
    }

    private record Answer<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
