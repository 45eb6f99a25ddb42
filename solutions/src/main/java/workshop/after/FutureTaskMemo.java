package workshop.after;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.FutureTask;

/**
 * The entry is a {@link FutureTask}: a result and its ready signal in one object of the library.
 *
 * <p>Whoever puts the task into the map runs it; everybody else waits in its {@code get}. This is the {@code Memoizer}
 * of <i>Java Concurrency in Practice</i>, section 5.6.
 *
 * @param <K> what is asked for
 * @param <V> what comes back
 */
public final class FutureTaskMemo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, FutureTask<Outcome<V>>> cache = new ConcurrentHashMap<>();

    public FutureTaskMemo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        FutureTask<Outcome<V>> task = cache.get(key);
        if (task == null) {
            FutureTask<Outcome<V>> mine = new FutureTask<>(() -> Outcome.of(fetch, key));
            task = cache.putIfAbsent(key, mine);
            if (task == null) {
                task = mine;
                mine.run();
            }
        }
        return task.get().get();
    }
}
