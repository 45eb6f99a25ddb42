// misconception: A StampedLock is not reentrant: a fetch that asks the memo waits for itself.
// caught by: Remembers
// says: A fetch may ask the memo for another key.
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
        long stamp = lock.writeLock();
        try {
            Result<V> known = cache.get(key);
            if (known == null) {
                known = load(key);
                cache.put(key, known);
            }
            return known.get();
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    private Result<V> load(K key) {
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
