// misconception: The key leaves the map of fetches under way after it was looked for in the map of results, and is found in neither.
// caught by: FetchesOnce
// says: not fetched by another caller
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, Future<V>> done = new ConcurrentHashMap<>();
    private final ConcurrentMap<K, FutureTask<V>> inFlight = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Future<V> known = done.get(key);
        if (known != null) {
            return resultOf(known);
        }
        FutureTask<V> mine = new FutureTask<>(() -> fetch.fetch(key));
        FutureTask<V> other = inFlight.putIfAbsent(key, mine);
        if (other != null) {
            return resultOf(other);
        }
        mine.run();
        done.put(key, mine);
        inFlight.remove(key);
        return resultOf(mine);
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
