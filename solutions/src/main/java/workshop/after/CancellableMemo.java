package workshop.after;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A fetch that nobody waits for any more is cancelled, and what was cancelled is not remembered.
 *
 * <p>No caller fetches, so each of them can leave, interrupted or out of time, without taking the fetch away from the
 * others. An entry counts its callers; the last one to leave an unfinished fetch interrupts it.
 *
 * @param <K> what is asked for
 * @param <V> what comes back
 */
public final class CancellableMemo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Executor fetches = Executors.newCachedThreadPool(new DaemonThreads("fetch"));
    private final Map<K, Entry<V>> cache = new HashMap<>(); // guarded by this

    public CancellableMemo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> entry = enter(key);
        try {
            return entry.task.get().get();
        } finally {
            leave(key, entry);
        }
    }

    /**
     * Answers as {@link #get(Object)} does, or gives up.
     *
     * @param key what is asked for
     * @param timeout how long this caller is ready to wait
     * @return the value that the fetch returned
     * @throws TimeoutException when there is no outcome within that time
     * @throws Exception as {@link #get(Object)} does
     */
    public V get(K key, Duration timeout) throws Exception {
        Entry<V> entry = enter(key);
        try {
            return entry.task.get(timeout.toNanos(), TimeUnit.NANOSECONDS).get();
        } finally {
            leave(key, entry);
        }
    }

    private synchronized Entry<V> enter(K key) {
        Entry<V> entry = cache.get(key);
        if (entry == null) {
            entry = new Entry<>(new FutureTask<>(() -> Outcome.of(fetch, key)));
            fetches.execute(entry.task);
            cache.put(key, entry);
        }
        entry.callers++;
        return entry;
    }

    private synchronized void leave(K key, Entry<V> entry) {
        entry.callers--;
        if (entry.callers == 0 && entry.task.cancel(true)) { // false, and without effect, once it is done
            cache.remove(key);
        }
    }

    private static final class Entry<V> {

        final FutureTask<Outcome<V>> task;
        int callers; // guarded by the memo

        Entry(FutureTask<Outcome<V>> task) {
            this.task = task;
        }
    }
}
