// misconception: The exception leaves get before the lock is released.
// caught by: IsThreadSafe
// says: has thrown java.io.IOException: 404 and still holds the lock
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Result<V>> cache = new HashMap<>();
    private final Lock lock = new ReentrantLock();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        lock.lock();
        Result<V> known = cache.get(key);
        if (known == null) {
            known = tryFetch(key);
            cache.put(key, known);
        }
        V value = known.get();
        lock.unlock();
        return value;
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
