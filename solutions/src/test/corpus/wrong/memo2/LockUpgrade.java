// misconception: The write lock is taken while the read lock is held, so the caller waits for itself.
// caught by: Remembers, IsThreadSafe
// says: waits in WriteLock.lock, holding Memo.lock for reading,
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Outcome<V>> cache = new HashMap<>();
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        lock.readLock().lock();
        try {
            Outcome<V> known = cache.get(key);
            if (known == null) {
                lock.writeLock().lock();
                try {
                    known = call(key);
                    cache.put(key, known);
                } finally {
                    lock.writeLock().unlock();
                }
            }
            return known.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    private Outcome<V> call(K key) {
        try {
            return new Outcome<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Outcome<>(null, e);
        }
    }

    private record Outcome<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
