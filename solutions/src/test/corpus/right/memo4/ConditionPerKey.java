// style: one lock, and a condition per key that is dropped after use
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Lock lock = new ReentrantLock();
    private final Map<K, Result<V>> done = new HashMap<>();
    private final Map<K, Condition> underWay = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        lock.lockInterruptibly();
        try {
            Condition condition = underWay.get(key);
            if (condition != null) {
                while (!done.containsKey(key)) {
                    condition.await();
                }
            }
            Result<V> known = done.get(key);
            if (known != null) {
                return known.get();
            }
            underWay.put(key, lock.newCondition());
        } finally {
            lock.unlock();
        }
        Result<V> result;
        try {
            result = new Result<>(fetch.fetch(key), null);
        } catch (Throwable failure) {
            result = new Result<>(null, failure);
        }
        lock.lock();
        try {
            done.put(key, result);
            underWay.remove(key).signalAll();
        } finally {
            lock.unlock();
        }
        return result.get();
    }

    private record Result<V>(V value, Throwable failure) {

        V get() throws Exception {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure != null) {
                throw (Exception) failure;
            }
            return value;
        }
    }
}
