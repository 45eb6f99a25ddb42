// misconception: The lock of the key is taken while the lock of the map is held.
// caught by: WaitsWell
// says: While callers wait for one key, others are
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Result<V>> cache = new ConcurrentHashMap<>();
    private final Map<K, Lock> locks = new HashMap<>();
    private final Lock guard = new ReentrantLock();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Lock lock;
        guard.lockInterruptibly();
        try {
            lock = locks.computeIfAbsent(key, k -> new ReentrantLock());
            lock.lockInterruptibly();
        } finally {
            guard.unlock();
        }
        try {
            Result<V> known = cache.get(key);
            if (known == null) {
                known = tryFetch(key);
                cache.put(key, known);
            }
            return known.get();
        } finally {
            lock.unlock();
        }
    }

    private Result<V> tryFetch(K key) {
        try {
            return new Result<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Result<>(null, e);
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
