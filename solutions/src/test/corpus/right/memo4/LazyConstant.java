// style: a lazy constant per key, whose initializer is dropped after use
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Lazy<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        return cache.computeIfAbsent(key, absent -> new Lazy<>(() -> fetch.fetch(absent))).get();
    }

    private static final class Lazy<V> {
        private final Semaphore mutex = new Semaphore(1);
        private volatile Callable<V> initializer;
        private V value;
        private Throwable failure;

        Lazy(Callable<V> initializer) {
            this.initializer = initializer;
        }

        V get() throws Exception {
            if (initializer != null) {
                mutex.acquire();
                try {
                    if (initializer != null) {
                        initialize();
                    }
                } finally {
                    mutex.release();
                }
            }
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure != null) {
                throw (Exception) failure;
            }
            return value;
        }

        private void initialize() {
            try {
                value = initializer.call();
            } catch (Throwable thrown) {
                failure = thrown;
            }
            initializer = null;
        }
    }
}
