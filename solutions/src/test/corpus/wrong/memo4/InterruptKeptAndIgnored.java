// misconception: A waiter that is interrupted restores the flag and goes on, and then spins because of the flag.
// caught by: WaitsWell
// says: A waiting caller that is interrupted leaves with an InterruptedException.
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
            task = mine;
        }
        while (true) {
            try {
                return resultOf(task);
            } catch (InterruptedException interrupt) {
                Thread.currentThread().interrupt();
            }
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
