package workshop.after;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * One line of the library, {@link ConcurrentHashMap#computeIfAbsent}, which fetches under the lock of a bin of the map.
 *
 * <p>It is enough if a fetch is short, never asks the memo, and nobody needs to be interrupted: the Javadoc asks for
 * that.
 *
 * @param <K> what is asked for
 * @param <V> what comes back
 */
public final class ComputeIfAbsentMemo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, Outcome<V>> cache = new ConcurrentHashMap<>();

    public ComputeIfAbsentMemo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        return cache.computeIfAbsent(key, absent -> Outcome.of(fetch, key)).get();
    }
}
