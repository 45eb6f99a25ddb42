// misconception: A caller that waits to get into a synchronized block cannot be interrupted.
// caught by: WaitsWell
// says: A waiting caller that is interrupted leaves with an InterruptedException.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, Entry<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> entry = cache.computeIfAbsent(key, k -> new Entry<>());
        synchronized (entry) {
            if (entry.result == null) {
                entry.result = ask(key);
            }
            return entry.result.get();
        }
    }

    private static final class Entry<V> {
        Fetched<V> result;
    }

    private Fetched<V> ask(K key) {
        try {
            return new Fetched<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Fetched<>(null, e);
        }
    }

    private record Fetched<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
