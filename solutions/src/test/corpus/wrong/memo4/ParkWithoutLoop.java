// misconception: park is believed to return only when somebody unparks, but it may return for no reason.
// caught by: WaitsWell
// says: A thread may wake up for no reason
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

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
            mine.waiters.forEach(LockSupport::unpark);
            entry = mine;
        } else {
            entry.waiters.add(Thread.currentThread());
            if (!entry.done) {
                LockSupport.park();
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
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
        final Queue<Thread> waiters = new ConcurrentLinkedQueue<>();
        V value;
        Throwable failure;
        volatile boolean done;
    }
}
