// style: a ReentrantLock that is waited for interruptibly
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<K, Fetched<V>> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
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
