package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * Stage 4: fetch once, and wait well.
 *
 * <p>The map holds an entry per key from the moment at which somebody begins to fetch it. Whoever puts the entry there
 * fetches; everybody else waits for the latch of the entry, outside the lock (for what orders them see the package
 * documentation of java.util.concurrent, "Memory Consistency Properties").
 *
 * @param <K> what is asked for
 * @param <V> what comes back
 */
public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Entry<V>> cache = new HashMap<>(); // guarded by this

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> entry;
        boolean first = false;
        synchronized (this) {
            entry = cache.get(key);
            if (entry == null) {
                entry = new Entry<>();
                cache.put(key, entry);
                first = true;
            }
        }
        if (first) {
            entry.fetch(fetch, key);
        } else {
            entry.ready.await();
        }
        return entry.get();
    }

    /** What came, or will come, of a fetch: written before countDown, which happens before await returns. */
    private static final class Entry<V> {

        final CountDownLatch ready = new CountDownLatch(1);
        V value;
        Throwable failure;

        <K> void fetch(Fetch<K, V> fetch, K key) {
            try {
                value = fetch.fetch(key);
            } catch (Throwable thrown) { // an Error, too, or those who wait would wait forever
                failure = thrown;
            }
            ready.countDown();
        }

        V get() throws Exception {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure != null) {
                throw (Exception) failure;
            }
            return value;
        }
    }
}
