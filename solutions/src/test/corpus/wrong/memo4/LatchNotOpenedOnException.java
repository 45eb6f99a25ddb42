// misconception: The latch is counted down after a value only; whoever waits for a fetch that fails waits for ever.
// caught by: WaitsWell
// says: A waiting caller is woken when the fetch fails.
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
        Entry<V> mine = new Entry<>();
        Entry<V> entry = cache.putIfAbsent(key, mine);
        if (entry != null) {
            if (entry.failure == null) {
                entry.ready.await();
            }
            return entry.get();
        }
        try {
            mine.value = fetch.fetch(key);
            mine.ready.countDown();
        } catch (Exception e) {
            mine.failure = e;
        } catch (Error e) {
            mine.failure = e;
            mine.ready.countDown();
        }
        return mine.get();
    }

    private static final class Entry<V> {
        final CountDownLatch ready = new CountDownLatch(1);
        V value;
        volatile Throwable failure;

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
