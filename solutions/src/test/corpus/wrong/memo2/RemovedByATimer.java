// misconception: A task that removes the page after an hour keeps the memo small, and nobody will notice.
// caught by: Remembers
// says: remembered for good
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Result<V>> cache = new HashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    });

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public synchronized V get(K key) throws Exception {
        Result<V> known = cache.get(key);
        if (known == null) {
            known = fetch(key);
            cache.put(key, known);
            timer.schedule(() -> remove(key), 1, TimeUnit.HOURS);
        }
        return known.get();
    }

    private synchronized void remove(K key) {
        cache.remove(key);
    }

    private Result<V> fetch(K key) {
        try {
            return new Result<>(fetch.fetch(key), null, 0);
        } catch (Exception failure) {
            return new Result<>(null, failure, 0);
        }
    }

    private static final class Result<V> {

        private final V value;
        private final Exception failure;
        private final long end;

        Result(V value, Exception failure, long end) {
            this.value = value;
            this.failure = failure;
            this.end = end;
        }

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
