// misconception: The lock of a key stays locked when its fetch fails.
// caught by: FetchesOnce
// says: All callers of one key get the very exception that the fetch threw.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, Lock> locks = new ConcurrentHashMap<>();
    private final Map<K, Answer<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Lock lock = locks.computeIfAbsent(key, k -> new ReentrantLock());
        lock.lockInterruptibly();
        Answer<V> known = cache.get(key);
        if (known == null) {
            try {
                known = ask(key);
            } catch (Error error) {
                lock.unlock();
                throw error;
            }
            cache.put(key, known);
        }
        V value = known.get();
        lock.unlock();
        return value;
    }

    private Answer<V> ask(K key) {
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
