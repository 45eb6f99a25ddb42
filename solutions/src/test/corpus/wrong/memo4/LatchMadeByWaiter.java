// misconception: The latch is made by the first one who needs to wait, which may be after it would have been opened.
// caught by: WaitsWell
// says: A waiting caller is woken even if the value comes while it goes to sleep.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

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
            try {
                mine.value = fetch.fetch(key);
            } catch (Throwable failure) {
                mine.failure = failure;
            }
            mine.done = true;
            CountDownLatch latch = mine.latch.get();
            if (latch != null) {
                latch.countDown();
            }
            entry = mine;
        } else if (!entry.done) {
            entry.latch.compareAndSet(null, new CountDownLatch(1));
            entry.latch.get().await();
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
        final AtomicReference<CountDownLatch> latch = new AtomicReference<>();
        V value;
        Throwable failure;
        volatile boolean done;
    }
}
