// misconception: A stage that depends on another one fails with a CompletionException, which is not taken off.
// caught by: FetchesOnce
// says: All callers of one key get the very exception that the fetch threw.
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
        CompletableFuture<V> mine = new CompletableFuture<>();
        CompletableFuture<V> earlier = cache.putIfAbsent(key, mine);
        if (earlier == null) {
            complete(mine, key);
            return resultOf(mine);
        }
        if (earlier.isDone()) {
            return resultOf(earlier);
        }
        return resultOf(
                earlier.handle(
                        (value, failure) -> {
                            if (failure != null) {
                                throw new CompletionException(
                                        "failed", new RuntimeException(failure));
                            }
                            return value;
                        }));
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
