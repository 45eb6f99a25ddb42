// misconception: An interrupt that came before the call is none of its business, so it is cleared.
// caught by: WaitsWell
// says: and that its thread was interrupted is forgotten
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, Entry<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Thread.interrupted(); // whoever was meant, it was before this call
        Entry<V> mine = new Entry<>();
        Entry<V> earlier = cache.putIfAbsent(key, mine);
        if (earlier == null) {
            fill(mine, key);
            return mine.get();
        }
        earlier.ready.await();
        return earlier.get();
    }

    private void fill(Entry<V> entry, K key) {
        try {
            entry.value = fetch.fetch(key);
        } catch (Throwable thrown) {
            entry.failure = thrown;
        } finally {
            entry.ready.countDown();
        }
    }

    private static final class Entry<V> {
        final CountDownLatch ready = new CountDownLatch(1);
        V value;
        Throwable failure;

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
