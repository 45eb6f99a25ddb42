// misconception: The failure is kept for those who wait, and forgotten when the last of them has it.
// caught by: Remembers
// says: A failure is an answer, too: the key is fetched once.
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
        CompletableFuture<V> mine = new CompletableFuture<>();
        CompletableFuture<V> future = cache.putIfAbsent(key, mine);
        if (future == null) {
            future = mine;
            try {
                mine.complete(fetch.fetch(key));
            } catch (Throwable failure) {
                mine.completeExceptionally(failure);
                cache.remove(key);
            }
        }
        return resultOf(future);
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
