// style: an executor of one thread has the map; the caller who comes first fetches
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, FutureTask<V>> cache = new HashMap<>(); // touched by the owner only
    private final ExecutorService owner =
            Executors.newSingleThreadExecutor(
                    task -> {
                        Thread thread = new Thread(task, "owner");
                        thread.setDaemon(true);
                        return thread;
                    });

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        FutureTask<V> task =
                owner.submit(
                                () ->
                                        cache.computeIfAbsent(
                                                key, k -> new FutureTask<>(() -> fetch.fetch(k))))
                        .get();
        task.run();
        return resultOf(task);
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
