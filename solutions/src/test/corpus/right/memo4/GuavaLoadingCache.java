// style: Guava's loading cache of lazily run tasks
package workshop.memo4;

import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final LoadingCache<K, FutureTask<V>> cache;
    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
        cache = CacheBuilder.newBuilder().build(CacheLoader.from(this::taskFor));
    }

    @Override
    public V get(K key) throws Exception {
        FutureTask<V> task = cache.getUnchecked(key);
        task.run();
        return resultOf(task);
    }

    private FutureTask<V> taskFor(K key) {
        return new FutureTask<>(() -> fetch.fetch(key));
    }

    private static <T> T resultOf(Future<T> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) e.getCause();
        }
    }
}
