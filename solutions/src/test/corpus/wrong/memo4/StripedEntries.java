// misconception: There is a lock per stripe of keys, and keys of one stripe wait for one another.
// caught by: FetchesInParallel
// says: One key is fetched while another one is being fetched.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Lock[] locks = new Lock[32];
    private final Map<K, Fetched<V>> cache = new ConcurrentHashMap<>();
    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
        Arrays.setAll(locks, i -> new ReentrantLock());
    }

    @Override
    public V get(K key) throws Exception {
        Lock lock = locks[Math.floorMod(key.hashCode(), locks.length)];
        lock.lockInterruptibly();
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
