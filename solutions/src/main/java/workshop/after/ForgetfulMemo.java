package workshop.after;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.FutureTask;

/**
 * Failures are not remembered: whoever asks after a failed fetch fetches again.
 *
 * <p>Those who wait for the fetch when it fails share the failure. The entry leaves the map before they are woken, so
 * that none of them can meet the old failure when it asks again.
 *
 * @param <K> what is asked for
 * @param <V> what comes back
 */
public final class ForgetfulMemo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, FutureTask<Outcome<V>>> cache = new ConcurrentHashMap<>();

    public ForgetfulMemo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        FutureTask<Outcome<V>> task = cache.computeIfAbsent(key, absent -> new FutureTask<>(() -> fetch(key)));
        task.run(); // does nothing if somebody has begun
        return task.get().get();
    }

    private Outcome<V> fetch(K key) {
        Outcome<V> outcome = Outcome.of(fetch, key);
        if (outcome.isFailure()) {
            cache.remove(key);
        }
        return outcome;
    }
}
