package workshop.after;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * Callers need not wait: they may take a {@link CompletableFuture} and say what is to be done with the value.
 *
 * <p>No caller fetches. Each fetch is a task of an executor, and the future of the task is the entry in the map.
 *
 * @param <K> what is asked for
 * @param <V> what comes back
 */
public final class CompletableFutureMemo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Executor executor;
    private final ConcurrentMap<K, CompletableFuture<Outcome<V>>> cache = new ConcurrentHashMap<>();

    /** A memo that has as many threads as there are fetches under way. */
    public CompletableFutureMemo(Fetch<K, V> fetch) {
        this(fetch, Executors.newCachedThreadPool(new DaemonThreads("fetch")));
    }

    /**
     * A memo that runs its fetches in this executor.
     *
     * @param executor must run them in other threads than the caller's, and have threads for all of them: the common
     *     pool has only about as many as the machine has processors
     */
    public CompletableFutureMemo(Fetch<K, V> fetch, Executor executor) {
        this.fetch = fetch;
        this.executor = executor;
    }

    @Override
    public V get(K key) throws Exception {
        return entryOf(key).get().get();
    }

    /**
     * Answers without waiting.
     *
     * @param key what is asked for
     * @return a future of the caller's own: to cancel it disturbs nobody, and does not end the fetch
     */
    public CompletableFuture<V> getAsync(K key) {
        return entryOf(key).thenApply(outcome -> {
            if (outcome.isFailure()) {
                throw new CompletionException(outcome.failure());
            }
            return outcome.value();
        });
    }

    private CompletableFuture<Outcome<V>> entryOf(K key) {
        return cache.computeIfAbsent(
                key, absent -> CompletableFuture.supplyAsync(() -> Outcome.of(fetch, key), executor));
    }
}
