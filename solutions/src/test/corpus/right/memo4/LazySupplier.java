// style: a lazy value per key that knows how to make itself
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, Lazy<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        return cache.computeIfAbsent(key, k -> new Lazy<>(() -> fetch.fetch(k))).get();
    }

    private static final class Lazy<V> {
        private final ReentrantLock lock = new ReentrantLock();
        private Callable<V> maker;
        private V value;
        private Throwable failure;

        Lazy(Callable<V> maker) {
            this.maker = maker;
        }

        V get() throws Exception {
            lock.lockInterruptibly();
            try {
                if (maker != null) {
                    try {
                        value = maker.call();
                    } catch (Throwable thrown) {
                        failure = thrown;
                    }
                    maker = null;
                }
            } finally {
                lock.unlock();
            }
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
