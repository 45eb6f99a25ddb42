// misconception: join is taken for a get without checked exceptions; it cannot be interrupted.
// caught by: WaitsWell
// says: A waiting caller that is interrupted leaves with an InterruptedException.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, CompletableFuture<V>> cache = new ConcurrentHashMap<>();

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
                future.complete(fetch.fetch(key));
            } catch (Throwable failure) {
                future.completeExceptionally(failure);
            }
        }
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) e.getCause();
        }
    }
}
