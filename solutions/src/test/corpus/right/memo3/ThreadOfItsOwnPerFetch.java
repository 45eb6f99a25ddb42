// style: each fetch in a new thread, joined by its caller
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Result<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Result<V> known = cache.get(key);
        if (known == null) {
            AtomicReference<Result<V>> fetched = new AtomicReference<>();
            Thread fetcher = new Thread(() -> fetched.set(fetch(key)), "fetcher of " + key);
            fetcher.setUncaughtExceptionHandler((thread, error) -> fetched.set(
                    new Result<>(null, new IllegalStateException(error))));
            fetcher.start();
            fetcher.join();
            known = cache.merge(key, fetched.get(), (first, second) -> first);
        }
        return known.get();
    }

    private Result<V> fetch(K key) {
        try {
            return new Result<>(fetch.fetch(key), null);
        } catch (Exception failure) {
            return new Result<>(null, failure);
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
