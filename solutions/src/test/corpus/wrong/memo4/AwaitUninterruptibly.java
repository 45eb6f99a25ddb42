// misconception: awaitUninterruptibly spares the checked exception, and the way out with it.
// caught by: WaitsWell
// says: A waiting caller that is interrupted leaves with an InterruptedException.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<K, Result<V>> cache = new HashMap<>();
    private final Set<K> fetching = new HashSet<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        lock.lock();
        try {
            while (fetching.contains(key)) {
                changed.awaitUninterruptibly();
            }
            if (cache.containsKey(key)) {
                return cache.get(key).get();
            }
            fetching.add(key);
        } finally {
            lock.unlock();
        }
        Result<V> result =
                new Result<>(null, new IllegalStateException("the fetch ended with an Error"));
        try {
            result = load(key);
        } finally {
            lock.lock();
            try {
                cache.put(key, result);
                fetching.remove(key);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
        return result.get();
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
