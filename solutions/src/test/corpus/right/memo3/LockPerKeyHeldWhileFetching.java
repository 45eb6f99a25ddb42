// style: a lock per key, taken before the fetch
// keeps also: FetchesOnce
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Answer<V>> cache = new ConcurrentHashMap<>();
    private final Map<K, Lock> locks = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Lock lock = locks.computeIfAbsent(key, k -> new ReentrantLock());
        lock.lock();
        try {
            Answer<V> known = cache.get(key);
            if (known == null) {
                known = ask(key);
                cache.put(key, known);
            }
            return known.get();
        } finally {
            lock.unlock();
        }
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
