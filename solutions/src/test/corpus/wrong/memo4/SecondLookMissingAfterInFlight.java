// misconception: The values and the fetches under way are in two maps, and the look into both is not one step.
// caught by: FetchesOnce
// says: A key that was asked for is not fetched by another caller, too.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Result<V>> done = new ConcurrentHashMap<>();
    private final Map<K, CompletableFuture<Result<V>>> underWay = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Result<V> known = done.get(key);
        if (known != null) {
            return known.get();
        }
        CompletableFuture<Result<V>> mine = new CompletableFuture<>();
        CompletableFuture<Result<V>> other = underWay.putIfAbsent(key, mine);
        if (other != null) {
            return other.get().get();
        }
        Result<V> result;
        try {
            result = new Result<>(fetch.fetch(key), null);
        } catch (Throwable failure) {
            result = new Result<>(null, failure);
        }
        done.put(key, result);
        mine.complete(result);
        underWay.remove(key);
        return result.get();
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
