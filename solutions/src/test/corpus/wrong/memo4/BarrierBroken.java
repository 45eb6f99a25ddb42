// misconception: Fetcher and waiters meet at a barrier, whose number of parties must be known beforehand.
// caught by: WaitsWell
// says: A waiting caller is woken
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;

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
            entry = mine;
            try {
                mine.value = fetch.fetch(key);
            } catch (Throwable failure) {
                mine.failure = failure;
            }
            mine.done = true;
            if (mine.barrier.getNumberWaiting() > 0) {
                mine.barrier.await();
            }
        } else if (!entry.done) {
            entry.barrier.await();
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
        final CyclicBarrier barrier = new CyclicBarrier(2);
        volatile V value;
        volatile Throwable failure;
        volatile boolean done;
    }
}
