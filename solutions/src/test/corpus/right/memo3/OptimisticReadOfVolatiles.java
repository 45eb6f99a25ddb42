// style: optimistic reads of a StampedLock, which are not validated where something was found
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.StampedLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private record Cell<A, T>(A key, T value, Exception exception, Cell<A, T> next) {
        T open() throws Exception {
            if (exception != null) {
                throw exception;
            }
            return value;
        }
    }

    private final Fetch<K, V> fetch;
    private final StampedLock lock = new StampedLock();
    private volatile AtomicReferenceArray<Cell<K, V>> table = new AtomicReferenceArray<>(16);
    private int size; // guarded by the write lock

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Cell<K, V> cell = look(key);
        if (cell == null) {
            Cell<K, V> mine = ask(key);
            long stamp = lock.writeLock();
            try {
                cell = find(table, key);
                if (cell == null) {
                    cell = mine;
                    if (++size > table.length()) {
                        grow();
                    }
                    put(table, mine);
                }
            } finally {
                lock.unlockWrite(stamp);
            }
        }
        return cell.open();
    }

    private Cell<K, V> look(K key) {
        long stamp = lock.tryOptimisticRead();
        if (stamp != 0L) {
            Cell<K, V> cell = find(table, key);
            if (cell != null || lock.validate(stamp)) {
                return cell;
            }
        }
        stamp = lock.readLock();
        try {
            return find(table, key);
        } finally {
            lock.unlockRead(stamp);
        }
    }

    private static <A, T> Cell<A, T> find(AtomicReferenceArray<Cell<A, T>> cells, A key) {
        for (Cell<A, T> c = cells.get(key.hashCode() & cells.length() - 1); c != null; c = c.next()) {
            if (c.key().equals(key)) {
                return c;
            }
        }
        return null;
    }

    private static <A, T> void put(AtomicReferenceArray<Cell<A, T>> cells, Cell<A, T> cell) {
        int i = cell.key().hashCode() & cells.length() - 1;
        cells.set(i, new Cell<>(cell.key(), cell.value(), cell.exception(), cells.get(i)));
    }

    private void grow() {
        AtomicReferenceArray<Cell<K, V>> old = table;
        AtomicReferenceArray<Cell<K, V>> bigger = new AtomicReferenceArray<>(2 * old.length());
        for (int i = 0; i < old.length(); i++) {
            for (Cell<K, V> c = old.get(i); c != null; c = c.next()) {
                put(bigger, c);
            }
        }
        table = bigger;
    }

    private Cell<K, V> ask(K key) {
        try {
            return new Cell<>(key, fetch.fetch(key), null, null);
        } catch (Exception e) {
            return new Cell<>(key, null, e, null);
        }
    }
}
