// misconception: After an Error, the first in the queue is to fetch again, even if it has left.
// caught by: WaitsWell
// says: A waiting caller is woken even when the fetch ends with an Error.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Errors are forgotten: the first in the queue takes over then. */
public final class Memo<K, V> implements Memoizer<K, V> {

    private interface Outcome<V> {
        V open() throws Exception;
    }

    private static final class Cell<V> {
        private final AtomicBoolean busy = new AtomicBoolean(); // stays true as soon as there is an outcome
        private final Queue<Thread> queue = new ConcurrentLinkedQueue<>();
        private volatile Outcome<V> outcome;

        private Outcome<V> obtain(Callable<V> source) throws InterruptedException {
            if (outcome == null) {
                if (busy.compareAndSet(false, true)) {
                    fetch(source);
                } else {
                    Thread me = Thread.currentThread();
                    queue.add(me);
                    while (outcome == null && !busy.compareAndSet(false, true)) {
                        LockSupport.park(this);
                        if (Thread.interrupted()) {
                            throw new InterruptedException();
                        }
                    }
                    queue.remove(me);
                    if (outcome == null) {
                        fetch(source);
                    }
                }
            }
            return outcome;
        }

        private void fetch(Callable<V> source) {
            try {
                V value = source.call();
                outcome = () -> value;
            } catch (Exception e) {
                outcome = () -> {
                    throw e;
                };
            } catch (Error e) {
                busy.set(false);
                LockSupport.unpark(queue.peek());
                throw e;
            }
            queue.forEach(LockSupport::unpark);
        }
    }

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, Cell<V>> cells = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        return cells.computeIfAbsent(key, k -> new Cell<>()).obtain(() -> fetch.fetch(key)).open();
    }
}
