// misconception: After an Error, to wake one waiter will do.
// caught by: WaitsWell
// says: A waiting caller is woken even when the fetch ends with an Error.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.concurrent.locks.*;

public final class Memo<K, V> implements Memoizer<K, V> {
    private record Outcome<V>(V value, Exception failure) {
        V open() throws Exception {
            if (failure != null) throw failure;
            return value;
        }
    }
    private static final class Entry<V> {
        final ReentrantLock lock = new ReentrantLock();
        final Condition finished = lock.newCondition();
        Outcome<V> outcome;
        Error error;
    }

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }
    private final ConcurrentMap<K, Entry<V>> cache = new ConcurrentHashMap<>();

    @Override
    public V get(K key) throws Exception {
        Entry<V> mine = new Entry<>();
        Entry<V> e = cache.putIfAbsent(key, mine);
        if (e == null) {
            try {
                Outcome<V> o = run(key);
                mine.lock.lock();
                try {
                    mine.outcome = o;
                    mine.finished.signalAll();
                } finally {
                    mine.lock.unlock();
                }
                return o.open();
            } catch (Error x) {
                mine.lock.lock();
                try {
                    mine.error = x;
                    mine.finished.signal();
                } finally {
                    mine.lock.unlock();
                }
                throw x;
            }
        }
        e.lock.lock();
        try {
            while (e.outcome == null && e.error == null) e.finished.await();
            if (e.error != null) throw e.error;
            return e.outcome.open();
        } finally {
            e.lock.unlock();
        }
    }

    private Outcome<V> run(K key) {
        try {
            return new Outcome<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Outcome<>(null, e);
        }
    }
}
