// misconception: The waiters put themselves into a list that nothing guards.
// caught by: IsThreadSafe, FetchesOnce, WaitsWell
// says: DATA RACE
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.ArrayList;
import java.util.List;
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
            try {
                mine.value = fetch.fetch(key);
            } catch (Throwable failure) {
                mine.failure = failure;
            }
            mine.done = true;
            for (CountDownLatch waiter : mine.waiters) {
                waiter.countDown();
            }
            entry = mine;
        } else if (!entry.done) {
            CountDownLatch me = new CountDownLatch(1);
            entry.waiters.add(me);
            if (!entry.done) {
                me.await();
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
        final List<CountDownLatch> waiters = new ArrayList<>();
        V value;
        Throwable failure;
        volatile boolean done;
    }
}
