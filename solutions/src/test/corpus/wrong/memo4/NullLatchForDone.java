// misconception: A finished entry has no latch any more, but who looks may see that before the value is there.
// caught by: FetchesOnce
// says: All callers of one key get the value that was fetched.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Entry<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> mine = new Entry<>();
        Entry<V> entry = cache.putIfAbsent(key, mine);
        if (entry == null) {
            CountDownLatch latch = mine.latch;
            V value = null;
            Throwable failure = null;
            try {
                value = fetch.fetch(key);
            } catch (Throwable thrown) {
                failure = thrown;
            }
            mine.latch = null;
            mine.value = value;
            mine.failure = failure;
            latch.countDown();
            entry = mine;
        } else {
            CountDownLatch latch = entry.latch;
            if (latch != null) {
                latch.await();
            }
        }
        if (entry.failure instanceof Exception exception) {
            throw exception;
        }
        if (entry.failure != null) {
            throw (Error) entry.failure;
        }
        return entry.value;
    }

    private static final class Entry<V> {
        volatile CountDownLatch latch = new CountDownLatch(1);
        volatile V value;
        volatile Throwable failure;
    }
}
