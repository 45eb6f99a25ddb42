// misconception: What comes out of Future.get is believed to be the exception of the fetch, but it is wrapped.
// caught by: Remembers
// says: get throws the very exception that the fetch threw.
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Future<V>> cache = new HashMap<>();
    private final ExecutorService workers = Executors.newCachedThreadPool(Memo::daemon);

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Future<V> future;
        synchronized (this) {
            future = cache.computeIfAbsent(key, k -> workers.submit(() -> fetch.fetch(k)));
        }
        return future.get();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    }
}
