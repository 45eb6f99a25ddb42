// style: a volatile holder per key, double-checked under a lock that can be interrupted
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Holder<V>> holders = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Holder<V> holder = holders.computeIfAbsent(key, absent -> new Holder<>());
        Result<V> result = holder.result;
        if (result == null) {
            holder.lock.lockInterruptibly();
            try {
                result = holder.result;
                if (result == null) {
                    result = fetch(key);
                    holder.result = result;
                }
            } finally {
                holder.lock.unlock();
            }
        }
        return result.get();
    }

    private Result<V> fetch(K key) {
        try {
            return new Result<>(fetch.fetch(key), null);
        } catch (Throwable failure) {
            return new Result<>(null, failure);
        }
    }

    private static final class Holder<V> {
        final Lock lock = new ReentrantLock();
        volatile Result<V> result;
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
