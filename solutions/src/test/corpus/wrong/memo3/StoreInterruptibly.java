// misconception: Every lock should be taken interruptibly, even the one to store what has been fetched.
// caught by: IsThreadSafe
// says: even if its caller was interrupted.
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Result<V>> cache = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Result<V> known;
        lock.lockInterruptibly();
        try {
            known = cache.get(key);
        } finally {
            lock.unlock();
        }
        if (known == null) {
            Result<V> fetched = fetch(key);
            lock.lockInterruptibly(); // the answer is there, and is dropped
            try {
                known = cache.computeIfAbsent(key, k -> fetched);
            } finally {
                lock.unlock();
            }
        }
        return known.get();
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
