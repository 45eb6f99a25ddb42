// misconception: The entries are in a static map, which all memos share.
// caught by: Remembers
// says: Two memos with different fetches know nothing of each other.
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
    private static final ConcurrentMap<Object, FutureTask<Object>> CACHE =
            new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @SuppressWarnings("unchecked")
    @Override
    public V get(K key) throws Exception {
        FutureTask<Object> mine = new FutureTask<>(() -> fetch.fetch(key));
        FutureTask<Object> task = CACHE.putIfAbsent(key, mine);
        if (task == null) {
            task = mine;
            task.run();
        }
        return (V) resultOf(task);
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
