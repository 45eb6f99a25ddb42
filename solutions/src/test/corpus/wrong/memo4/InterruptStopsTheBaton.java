// misconception: Each waiter wakes the next one, but looks first whether it was interrupted itself.
// caught by: WaitsWell
// says: A caller that leaves disturbs nobody.
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
            Outcome<V> o = run(key);
            synchronized (mine) {
                mine.outcome = o;
                mine.notify();
            }
            return o.open();
        }
        if (e.outcome == null) {
            synchronized (e) {
                while (e.outcome == null) {
                    e.wait();
                    if (Thread.interrupted()) throw new InterruptedException();
                }
                e.notify();
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
