// misconception: unlock in the catch and again in the finally.
// caught by: IsThreadSafe
// says: IllegalMonitorStateException
package workshop.memo2;

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
        lock.lock();
        try {
            Result<V> known = cache.get(key);
            if (known == null) {
                try {
                    known = new Result<>(fetch.fetch(key), null);
                } catch (Exception failure) {
                    known = new Result<>(null, failure);
                    lock.unlock();
                }
                cache.put(key, known);
            }
            return known.get();
        } finally {
            lock.unlock();
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
