// misconception: Who leaves is replaced by the last one in the list of waiters, who still believes to be in its old place.
// caught by: WaitsWell
// says: A caller that leaves disturbs nobody.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.LockSupport;

public final class Memo<K, V> implements Memoizer<K, V> {

    private static final class Waiter {
        private final Thread thread = Thread.currentThread();
        private int index;
    }

    /** Joining and leaving take constant time: the last one moves into the gap. */
    private static final class Waiters {
        private Waiter[] list = new Waiter[4];
        private int size;

        private synchronized Waiter join() {
            Waiter me = new Waiter();
            if (size == list.length) {
                list = Arrays.copyOf(list, 2 * size);
            }
            me.index = size;
            list[size++] = me;
            return me;
        }

        private synchronized void leave(Waiter me) {
            size--;
            list[me.index] = list[size];
            list[size] = null;
        }

        private synchronized void wakeAll() {
            for (int i = 0; i < size; i++) {
                LockSupport.unpark(list[i].thread);
            }
        }
    }

    private static final class Cell<V> {
        private final Waiters waiters = new Waiters();
        private volatile boolean done;
        private V value;
        private Throwable thrown;
    }

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, Cell<V>> cells = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Cell<V> fresh = new Cell<>();
        Cell<V> cell = cells.putIfAbsent(key, fresh);
        if (cell == null) {
            cell = fresh;
            fill(cell, key);
        } else if (!cell.done) {
            await(cell);
        }
        if (cell.thrown instanceof Error error) {
            throw error;
        }
        if (cell.thrown != null) {
            throw (Exception) cell.thrown;
        }
        return cell.value;
    }

    private void fill(Cell<V> cell, K key) {
        try {
            cell.value = fetch.fetch(key);
        } catch (Throwable t) {
            cell.thrown = t;
        }
        cell.done = true;
        cell.waiters.wakeAll();
    }

    private static void await(Cell<?> cell) throws InterruptedException {
        Waiter me = cell.waiters.join();
        while (!cell.done) {
            LockSupport.park(cell);
            if (Thread.interrupted()) {
                cell.waiters.leave(me);
                throw new InterruptedException();
            }
        }
    }
}
