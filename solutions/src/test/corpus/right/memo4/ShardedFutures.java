// style: sixty-four shards of futures, locked to look and to claim only
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final List<Shard<K, V>> shards =
            Stream.generate(() -> new Shard<K, V>()).limit(64).toList();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        FutureTask<V> mine = new FutureTask<>(() -> fetch.fetch(key));
        FutureTask<V> task = shards.get(key.hashCode() & 63).claim(key, mine);
        if (task == mine) {
            task.run();
        }
        return resultOf(task);
    }

    private static final class Shard<K, V> {
        private final Map<K, FutureTask<V>> tasks = new HashMap<>();
        private final Lock lock = new ReentrantLock();

        FutureTask<V> claim(K key, FutureTask<V> mine) {
            lock.lock();
            try {
                FutureTask<V> known = tasks.putIfAbsent(key, mine);
                return known == null ? mine : known;
            } finally {
                lock.unlock();
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
