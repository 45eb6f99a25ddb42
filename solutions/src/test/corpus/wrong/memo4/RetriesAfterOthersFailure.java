// misconception: Who has waited for a fetch that failed tries it again.
// caught by: FetchesOnce
// says: A key that is being fetched is not fetched by another caller, too.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, FutureTask<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        FutureTask<V> mine = new FutureTask<>(() -> fetch.fetch(key));
        FutureTask<V> task = cache.putIfAbsent(key, mine);
        if (task == null) {
            mine.run();
            return resultOf(mine);
        }
        boolean waited = !task.isDone();
        try {
            return resultOf(task);
        } catch (InterruptedException interrupt) {
            throw interrupt;
        } catch (Exception failure) {
            if (waited) {
                cache.remove(key, task);
                return get(key);
            }
            throw failure;
        }
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
