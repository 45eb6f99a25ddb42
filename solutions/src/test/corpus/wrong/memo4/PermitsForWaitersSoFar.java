// misconception: The fetcher releases as many permits as there are waiters, but counts them before the last one came.
// caught by: WaitsWell
// says: A waiting caller is woken even if the value comes while it goes to sleep.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

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
            mine.ready.release(mine.waiters.get());
            entry = mine;
        } else if (!entry.done) {
            entry.waiters.incrementAndGet();
            entry.ready.acquire();
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
        final AtomicInteger waiters = new AtomicInteger();
        final Semaphore ready = new Semaphore(0);
        V value;
        Throwable failure;
        volatile boolean done;
    }
}
