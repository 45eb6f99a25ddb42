package workshop.after;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * {@code memo5}: one thread owns the map, the others send it requests.
 *
 * <p>No two threads share the map, so it needs no lock. The monitor thread never waits for a fetch: it answers each
 * request with the entry of the key at once, and the caller waits for the entry. An executor with one thread is both
 * the channel and the monitor goroutine of <i>The Go Programming Language</i>, chapter 9.7.
 *
 * @param <K> what is asked for
 * @param <V> what comes back
 */
public final class MonitorMemo<K, V> implements Memoizer<K, V>, AutoCloseable {

    private final Fetch<K, V> fetch;
    private final Map<K, Future<Outcome<V>>> cache = new HashMap<>(); // touched by the monitor thread alone
    private final Executor fetches = Executors.newCachedThreadPool(new DaemonThreads("fetch"));
    private final ExecutorService monitor = Executors.newSingleThreadExecutor(new DaemonThreads("monitor"));

    public MonitorMemo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Future<Outcome<V>> entry = monitor.submit(() -> entryOf(key)).get();
        return entry.get().get();
    }

    private Future<Outcome<V>> entryOf(K key) {
        return cache.computeIfAbsent(
                key, absent -> CompletableFuture.supplyAsync(() -> Outcome.of(fetch, key), fetches));
    }

    /** Ends the monitor thread. Whoever asks from now on gets a RejectedExecutionException; who waits still waits. */
    @Override
    public void close() {
        monitor.shutdown();
    }
}
