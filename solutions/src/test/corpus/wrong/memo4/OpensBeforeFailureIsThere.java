// misconception: In the catch, the latch is opened before the failure is written; it is volatile, so no data race.
// caught by: FetchesOnce
// says: All callers of one key get the very exception that the fetch threw.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;

public class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    private static final class Entry<V> {
        final CountDownLatch ready = new CountDownLatch(1);
        volatile V value; volatile Throwable failure;
    }
    private final ConcurrentMap<K, Entry<V>> cache = new ConcurrentHashMap<>();
    @Override public V get(K key) throws Exception {
        Entry<V> mine = new Entry<>();
        Entry<V> e = cache.putIfAbsent(key, mine);
        if (e == null) {
            e = mine;
            try {
                e.value = fetch.fetch(key);
                e.ready.countDown();
            } catch (Throwable t) {
                e.ready.countDown();
                e.failure = t;
            }
        } else e.ready.await();
        if (e.failure instanceof Error error) throw error;
        if (e.failure != null) throw (Exception) e.failure;
        return e.value;
    }
}
