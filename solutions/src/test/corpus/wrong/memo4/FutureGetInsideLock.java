// misconception: Future.get is called inside the lock, which keeps everybody else out for so long.
// caught by: WaitsWell
// says: While callers wait for one key, others are fetched.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, FutureTask<V>> cache = new HashMap<>();
    private final Lock lock = new ReentrantLock();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        FutureTask<V> task;
        lock.lockInterruptibly();
        try {
            task = cache.get(key);
            if (task != null) {
                return resultOf(task);
            }
            task = new FutureTask<>(() -> fetch.fetch(key));
            cache.put(key, task);
        } finally {
            lock.unlock();
        }
        task.run();
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
