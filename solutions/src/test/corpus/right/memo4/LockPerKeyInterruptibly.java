// style: a lock per key, waited for interruptibly, with a volatile result in front
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, Entry<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> entry = cache.computeIfAbsent(key, k -> new Entry<>());
        Result<V> result = entry.result;
        if (result == null) {
            entry.lock.lockInterruptibly();
            try {
                result = entry.result;
                if (result == null) {
                    result = call(key);
                    entry.result = result;
                }
            } finally {
                entry.lock.unlock();
            }
        }
        return result.get();
    }

    private static final class Entry<V> {
        final Lock lock = new ReentrantLock();
        volatile Result<V> result;
    }

    private Result<V> call(K key) {
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
