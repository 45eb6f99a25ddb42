// misconception: containsKey and put on a concurrent map are taken for one step.
// caught by: FetchesOnce
// says: not fetched by another caller
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, CompletableFuture<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        if (!cache.containsKey(key)) {
            CompletableFuture<V> mine = new CompletableFuture<>();
            cache.put(key, mine);
            complete(mine, key);
        }
        return resultOf(cache.get(key));
    }

    private void complete(CompletableFuture<V> future, K key) {
        try {
            future.complete(fetch.fetch(key));
        } catch (Throwable thrown) {
            future.completeExceptionally(thrown);
        }
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
