// style: a thread of its own reads and writes the map, callers fetch
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Map<K, Result<V>> cache = new HashMap<>();
    private final ExecutorService owner;
    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
        ThreadPoolExecutor one =
                new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>());
        one.allowCoreThreadTimeOut(true);
        owner = one;
    }

    @Override
    public V get(K key) throws Exception {
        Result<V> known = owner.submit(() -> cache.get(key)).get();
        if (known == null) {
            Result<V> fetched = ask(key);
            owner.submit(() -> cache.put(key, fetched)).get();
            known = fetched;
        }
        return known.get();
    }

    private Result<V> ask(K key) {
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
