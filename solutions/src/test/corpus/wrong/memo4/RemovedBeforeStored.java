// misconception: The key is taken out of the map of fetches under way before its result is stored.
// caught by: FetchesOnce
// says: not fetched by another caller
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Future<V>> done = new HashMap<>();
    private final Map<K, FutureTask<V>> inFlight = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        FutureTask<V> task;
        boolean mine = false;
        synchronized (this) {
            if (done.containsKey(key)) {
                return resultOf(done.get(key));
            }
            task = inFlight.get(key);
            if (task == null) {
                task = new FutureTask<>(() -> fetch.fetch(key));
                inFlight.put(key, task);
                mine = true;
            }
        }
        if (mine) {
            task.run();
            synchronized (this) {
                inFlight.remove(key);
            }
            synchronized (this) {
                done.put(key, task);
            }
        }
        return resultOf(task);
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
