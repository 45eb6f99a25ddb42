// style: a queue of parked threads, woken by the fetcher
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
        Entry<V> entry = new Entry<>();
        Entry<V> known = cache.putIfAbsent(key, entry);
        if (known != null) {
            return known.await();
        }
        try {
            entry.value = fetch.fetch(key);
        } catch (Throwable failure) {
            entry.failure = failure;
        }
        entry.done = true;
        for (Thread waiter; (waiter = entry.waiters.poll()) != null; ) {
            LockSupport.unpark(waiter);
        }
        return entry.await();
    }

    private static final class Entry<V> {
        private final Queue<Thread> waiters = new ConcurrentLinkedQueue<>();
        private V value;
        private Throwable failure;
        private volatile boolean done;

        V await() throws Exception {
            if (!done) {
                waiters.add(Thread.currentThread());
                while (!done) {
                    LockSupport.park(this);
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                }
            }
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
