// style: a fetch that was interrupted is not remembered, and those who wait for it try again
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, FutureTask<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        while (true) {
            FutureTask<V> mine = new FutureTask<>(() -> fetch.fetch(key));
            FutureTask<V> task = cache.putIfAbsent(key, mine);
            if (task == null) {
                task = mine;
                mine.run();
            }
            try {
                return task.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof InterruptedException interrupt) {
                    cache.remove(key, task);
                    if (task == mine) {
                        throw interrupt;
                    }
                } else if (e.getCause() instanceof Error error) {
                    throw error;
                } else {
                    throw (Exception) e.getCause();
                }
            }
        }
    }
}
