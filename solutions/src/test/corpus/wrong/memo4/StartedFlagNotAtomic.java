// misconception: A volatile flag is read and then set, by two callers at once if need be.
// caught by: FetchesOnce
// says: not fetched by another caller
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, Entry<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> entry = cache.computeIfAbsent(key, k -> new Entry<>());
        if (!entry.started) {
            entry.started = true;
            try {
                entry.outcome.complete(fetch.fetch(key));
            } catch (Throwable thrown) {
                entry.outcome.completeExceptionally(thrown);
            }
        }
        return resultOf(entry.outcome);
    }

    private static final class Entry<V> {
        volatile boolean started;
        final CompletableFuture<V> outcome = new CompletableFuture<>();
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
