// misconception: Nobody will ever have more than 128 waiters.
// caught by: FetchesOnce
// says: All callers of one key get its value
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
        volatile Outcome<V> outcome;
        final Queue<Thread> waiters = new ArrayBlockingQueue<>(128);
    }

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }
    private final ConcurrentMap<K, Entry<V>> cache = new ConcurrentHashMap<>();

    @Override
    public V get(K key) throws Exception {
        Entry<V> e = cache.get(key);
        if (e == null) {
            Entry<V> mine = new Entry<>();
            e = cache.putIfAbsent(key, mine);
            if (e == null) {
                mine.outcome = run(key);
                for (Thread t; (t = mine.waiters.poll()) != null; ) LockSupport.unpark(t);
                return mine.outcome.open();
            }
        }
        if (e.outcome == null) {
            e.waiters.add(Thread.currentThread());
            while (e.outcome == null) {
                LockSupport.park(e);
                if (Thread.interrupted()) throw new InterruptedException();
            }
        }
        return e.outcome.open();
    }

    private Outcome<V> run(K key) {
        try {
            return new Outcome<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Outcome<>(null, e);
        } catch (Throwable t) {
            return new Outcome<>(null, new java.util.concurrent.ExecutionException(t));
        }
    }
}
