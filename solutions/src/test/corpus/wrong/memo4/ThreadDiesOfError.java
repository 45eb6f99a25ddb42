// misconception: The thread of the fetch catches exceptions only, so an Error ends it before anybody is told.
// caught by: IsThreadSafe, WaitsWell
// says: A caller does not hang when its fetch ends with an Error.
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
        if (future == null) {
            future = mine;
            Thread thread = new Thread(() -> mine.complete(fetch(key)));
            thread.setUncaughtExceptionHandler((dead, error) -> {});
            thread.start();
        }
        return future.get().get();
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
