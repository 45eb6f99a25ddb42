// misconception: A weak value lives for as long as the map does, it is believed, but nobody else holds it.
// caught by: Remembers
// says: Nothing is forgotten.
package workshop.memo4;

import com.google.common.collect.MapMaker;
import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, FutureTask<V>> cache = new MapMaker().weakValues().makeMap();

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
