// style: supplyAsync with an executor that starts a thread for each fetch
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, CompletableFuture<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        return resultOf(
                cache.computeIfAbsent(
                        key,
                        k ->
                                CompletableFuture.supplyAsync(
                                        () -> fetchUnchecked(k), Memo::inNewThread)));
    }

    private V fetchUnchecked(K key) {
        try {
            return fetch.fetch(key);
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private static void inNewThread(Runnable task) {
        Thread thread = new Thread(task, "fetch");
        thread.setDaemon(true);
        thread.start();
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
