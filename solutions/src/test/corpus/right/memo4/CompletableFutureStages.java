// style: stages that depend on one another: a start signal, the fetch, its outcome
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, CompletableFuture<Fetched<V>>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        CompletableFuture<Void> start = new CompletableFuture<>();
        CompletableFuture<Fetched<V>> future =
                cache.computeIfAbsent(key, k -> start.thenApply(go -> call(k)));
        start.complete(null); // runs the fetch, here in this thread, if the stage is ours
        try {
            return future.get().get();
        } catch (ExecutionException e) {
            throw (Error) e.getCause();
        }
    }

    private Fetched<V> call(K key) {
        try {
            return new Fetched<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Fetched<>(null, e);
        }
    }

    private record Fetched<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
