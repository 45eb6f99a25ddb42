// misconception: Whoever waits gets into the queue after it looked at the flag, and may come too late to be unparked.
// caught by: WaitsWell
// says: A waiting caller is woken
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.LockSupport;

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
            try {
                mine.value = fetch.fetch(key);
            } catch (Throwable thrown) {
                mine.failure = thrown;
            }
            mine.done = true;
            mine.waiters.forEach(LockSupport::unpark);
            return outcome(mine.value, mine.failure);
        }
        if (!entry.done) {
            entry.waiters.add(Thread.currentThread());
            do {
                LockSupport.park();
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            } while (!entry.done);
        }
        return outcome(entry.value, entry.failure);
    }

    private static final class Entry<V> {
        final Queue<Thread> waiters = new ConcurrentLinkedQueue<>();
        V value;
        Throwable failure;
        volatile boolean done;
    }

    private static <V> V outcome(V value, Throwable failure) throws Exception {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (Exception) failure;
        }
        return value;
    }
}
