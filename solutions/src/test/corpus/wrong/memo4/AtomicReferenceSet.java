// misconception: An AtomicReference is set instead of compared and set.
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
import java.util.concurrent.atomic.AtomicReference;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, AtomicReference<FutureTask<V>>> cache =
            new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        AtomicReference<FutureTask<V>> slot =
                cache.computeIfAbsent(key, k -> new AtomicReference<>());
        if (slot.get() == null) {
            slot.set(new FutureTask<>(() -> fetch.fetch(key)));
            slot.get().run();
        }
        return resultOf(slot.get());
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
