// style: a sealed state in an atomic reference, with a stack of waiters in the pending state
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, AtomicReference<State<V>>> cells = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        AtomicReference<State<V>> mine = new AtomicReference<>(new Pending<>(null, null));
        AtomicReference<State<V>> cell = cells.putIfAbsent(key, mine);
        if (cell == null) {
            Done<V> done = fetch(key);
            State<V> waiting = mine.getAndSet(done);
            while (waiting instanceof Pending<V> pending && pending.waiter() != null) {
                LockSupport.unpark(pending.waiter());
                waiting = pending.next();
            }
            return done.get();
        }
        boolean enlisted = false;
        while (true) {
            State<V> state = cell.get();
            if (state instanceof Done<V> done) {
                return done.get();
            }
            if (!enlisted) {
                enlisted = cell.compareAndSet(state, new Pending<>(Thread.currentThread(), state));
            } else {
                LockSupport.park(cell);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
    }

    private Done<V> fetch(K key) {
        try {
            return new Done<>(fetch.fetch(key), null);
        } catch (Throwable failure) {
            return new Done<>(null, failure);
        }
    }

    private sealed interface State<V> permits Pending, Done {}

    private record Pending<V>(Thread waiter, State<V> next) implements State<V> {}

    private record Done<V>(V value, Throwable failure) implements State<V> {

        V get() throws Exception {
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
