// style: an Error is nobody's answer: those who wait are told, and the next caller tries again
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, CompletableFuture<Result<V>>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        CompletableFuture<Result<V>> mine = new CompletableFuture<>();
        CompletableFuture<Result<V>> future = cache.putIfAbsent(key, mine);
        if (future != null) {
            return future.get().get();
        }
        try {
            Result<V> result = fetch(key);
            mine.complete(result);
            return result.get();
        } finally {
            if (!mine.isDone()) {
                cache.remove(key, mine);
                mine.complete(new Result<>(null, new IllegalStateException("the fetch of " + key + " broke off")));
            }
        }
    }

    private Result<V> fetch(K key) {
        try {
            return new Result<>(fetch.fetch(key), null);
        } catch (Exception failure) {
            return new Result<>(null, failure);
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
