// misconception: supplyAsync runs the fetch in the common pool, which has only a few threads.
// caught by: FetchesInParallel
// says: However many callers there are, all fetch side by side.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, CompletableFuture<Result<V>>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        try {
            return cache.computeIfAbsent(key, k -> CompletableFuture.supplyAsync(() -> call(k)))
                    .get()
                    .get();
        } catch (ExecutionException e) {
            throw (Error) e.getCause();
        }
    }

    private Result<V> call(K key) {
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
