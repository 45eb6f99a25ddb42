// style: park and unpark with a queue of those who wait
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
        if (entry != null) {
            entry.await();
            return outcome(entry.value, entry.failure);
        }
        try {
            mine.value = fetch.fetch(key);
        } catch (Throwable thrown) {
            mine.failure = thrown;
        }
        mine.open();
        return outcome(mine.value, mine.failure);
    }

    private static final class Entry<V> {
        private final Queue<Thread> waiting = new ConcurrentLinkedQueue<>();
        private volatile boolean done;
        private V value;
        private Throwable failure;

        void open() {
            done = true;
            for (Thread thread = waiting.poll(); thread != null; thread = waiting.poll()) {
                LockSupport.unpark(thread);
            }
        }

        void await() throws InterruptedException {
            Thread me = Thread.currentThread();
            waiting.add(me); // before the look at done, so that open cannot miss it
            try {
                while (!done) {
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                    LockSupport.park(this);
                }
            } finally {
                waiting.remove(me);
            }
        }
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
