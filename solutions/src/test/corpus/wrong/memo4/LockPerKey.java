// misconception: A caller that waits in Lock.lock cannot be interrupted.
// caught by: WaitsWell
// says: A waiting caller that is interrupted leaves with an InterruptedException.
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
    private final Map<K, Fetched<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Lock lock = locks.computeIfAbsent(key, k -> new ReentrantLock());
        lock.lock();
        try {
            Fetched<V> known = cache.get(key);
            if (known == null) {
                known = call(key);
                cache.put(key, known);
            }
            return known.get();
        } finally {
            lock.unlock();
        }
    }

    private Fetched<V> call(K key) {
        try {
            return new Fetched<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Fetched<>(null, e);
        }
    }

    private record Fetched<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
