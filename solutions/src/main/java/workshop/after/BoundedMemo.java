package workshop.after;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.function.LongSupplier;

/**
 * Remembers a limited number of outcomes for a limited time, and forgets the least recently used one first.
 *
 * <p>A fetch under way is never forgotten, or its key would be fetched twice at the same time.
 *
 * @param <K> what is asked for
 * @param <V> what comes back
 */
public final class BoundedMemo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final int maximumSize;
    private final long nanosToLive;
    private final LongSupplier nanoClock;
    // The least recently used one comes first. Guarded by this.
    private final Map<K, FutureTask<Dated<V>>> cache = new LinkedHashMap<>(16, 0.75f, true);

    /** A memo that remembers 100 outcomes for an hour. */
    public BoundedMemo(Fetch<K, V> fetch) {
        this(fetch, 100, Duration.ofHours(1), System::nanoTime);
    }

    /**
     * A memo with these limits.
     *
     * @param maximumSize how many outcomes it remembers; fetches under way do not count
     * @param timeToLive for how long after its fetch an outcome is remembered
     * @param nanoClock tells the time in nanoseconds, as {@link System#nanoTime} does
     */
    public BoundedMemo(Fetch<K, V> fetch, int maximumSize, Duration timeToLive, LongSupplier nanoClock) {
        this.fetch = fetch;
        this.maximumSize = maximumSize;
        this.nanosToLive = timeToLive.toNanos();
        this.nanoClock = nanoClock;
    }

    @Override
    public V get(K key) throws Exception {
        FutureTask<Dated<V>> task = taskOf(key);
        task.run(); // does nothing if somebody has begun
        return task.get().outcome.get();
    }

    private synchronized FutureTask<Dated<V>> taskOf(K key) throws Exception {
        FutureTask<Dated<V>> task = cache.get(key);
        if (task == null || task.isDone() && nanoClock.getAsLong() - task.get().nanos >= nanosToLive) {
            task = new FutureTask<>(() -> new Dated<>(Outcome.of(fetch, key), nanoClock.getAsLong()));
            cache.put(key, task);
            evict();
        }
        return task;
    }

    private void evict() {
        Iterator<FutureTask<Dated<V>>> oldest = cache.values().iterator();
        while (cache.size() > maximumSize && oldest.hasNext()) {
            if (oldest.next().isDone()) {
                oldest.remove();
            }
        }
    }

    private record Dated<V>(Outcome<V> outcome, long nanos) {}
}
