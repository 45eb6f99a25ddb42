// misconception: A little spinning before parking is believed to be endless when the fetch takes long.
// caught by: WaitsWell
// says: Who waits for another caller's fetch sleeps
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
        for (long spins = 0; !future.isDone() && spins < 1L << 40; spins++) {
            Thread.onSpinWait();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return future.get().get();
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
