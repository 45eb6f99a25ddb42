// style: Guava's SettableFuture in a concurrent map
package workshop.memo4;

import com.google.common.util.concurrent.SettableFuture;
import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, SettableFuture<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        SettableFuture<V> mine = SettableFuture.create();
        SettableFuture<V> earlier = cache.putIfAbsent(key, mine);
        if (earlier != null) {
            return resultOf(earlier);
        }
        try {
            mine.set(fetch.fetch(key));
        } catch (Throwable thrown) {
            mine.setException(thrown);
        }
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
