// misconception: The result is put into a queue once, and the first who takes it leaves nothing for the others.
// caught by: FetchesOnce
// says: All callers of one key get the value that was fetched.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedBlockingQueue;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, Entry<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> mine = new Entry<>();
        Entry<V> entry = cache.putIfAbsent(key, mine);
        if (entry == null) {
            Fetched<V> result =
                    new Fetched<>(null, new IllegalStateException("the fetch ended with an Error"));
            try {
                result = tryFetch(key);
            } finally {
                mine.known = result;
                mine.box.add(result);
            }
            return result.get();
        }
        return (entry.known != null ? entry.known : entry.box.take()).get();
    }

    private static final class Entry<V> {
        final BlockingQueue<Fetched<V>> box = new LinkedBlockingQueue<>();
        volatile Fetched<V> known;
    }

    private Fetched<V> tryFetch(K key) {
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
