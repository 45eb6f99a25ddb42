// misconception: A waiter that is interrupted cancels the future, for nobody seems to need it any more.
// caught by: WaitsWell
// says: no fetch threw
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
            try {
                mine.complete(new Result<>(fetch.fetch(key), null));
            } catch (Throwable failure) {
                mine.complete(new Result<>(null, failure));
            }
            future = mine;
        }
        try {
            return future.get().get();
        } catch (InterruptedException interrupt) {
            future.cancel(true);
            throw interrupt;
        }
    }

    private record Result<V>(V value, Throwable failure) {

        V get() throws Exception {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure != null) {
                throw (Exception) failure;
            }
            return value;
        }
    }
}
