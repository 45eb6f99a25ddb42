package workshop.after;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.FutureTask;

/**
 * The fastest one that keeps all promises: a known value costs one look into a {@link GrowingTable}, and no memory but
 * its place there.
 *
 * <p>Values are in the table. The map has the fetches under way, and those that ended with {@code null} or a failure.
 *
 * @param <K> what is asked for
 * @param <V> what comes back
 */
public final class FastMemo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final GrowingTable<K, V> values = new GrowingTable<>();
    private final ConcurrentMap<K, FutureTask<Outcome<V>>> tasks = new ConcurrentHashMap<>();

    public FastMemo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        V value = values.get(key);
        return value != null ? value : getFromTask(key);
    }

    private V getFromTask(K key) throws Exception {
        FutureTask<Outcome<V>> task = tasks.computeIfAbsent(key, absent -> new FutureTask<>(() -> fetchOnce(key)));
        task.run(); // does nothing if somebody has begun
        Outcome<V> outcome = task.get();
        if (outcome.value() != null) {
            tasks.remove(key, task);
        }
        return outcome.get();
    }

    private Outcome<V> fetchOnce(K key) {
        V value = values.get(key); // since our first look, another task may have come, fetched and gone
        if (value != null) {
            return new Outcome<>(value, null);
        }
        Outcome<V> outcome = Outcome.of(fetch, key);
        if (outcome.value() != null) {
            values.put(key, outcome.value());
        }
        return outcome;
    }
}
