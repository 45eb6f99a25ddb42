// style: a volatile immutable map of futures, copied under the lock with a second look
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private volatile Map<K, FutureTask<V>> cache = Map.of();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        FutureTask<V> task = cache.get(key);
        if (task == null) {
            task = add(key);
            task.run();
        }
        return resultOf(task);
    }

    private synchronized FutureTask<V> add(K key) {
        FutureTask<V> task = cache.get(key);
        if (task == null) {
            task = new FutureTask<>(() -> fetch.fetch(key));
            Map<K, FutureTask<V>> copy = new HashMap<>(cache);
            copy.put(key, task);
            cache = copy;
        }
        return task;
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
