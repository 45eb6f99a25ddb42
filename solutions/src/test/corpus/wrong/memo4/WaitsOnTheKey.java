// misconception: The key is an object, so one can wait for it; the fetch may use it as a lock, too.
// caught by: WaitsWell
// says: A waiter can leave, even if the fetch uses its key as a lock.
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
    private static final class Entry<K, V> {
        final K key;
        volatile Outcome<V> outcome;

        Entry(K key) {
            this.key = key;
        }
    }

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }
    private final ConcurrentMap<K, Entry<K, V>> cache = new ConcurrentHashMap<>();

    @Override
    public V get(K key) throws Exception {
        Entry<K, V> mine = new Entry<>(key);
        Entry<K, V> e = cache.putIfAbsent(key, mine);
        if (e == null) {
            mine.outcome = run(key);
            synchronized (mine.key) {
                mine.key.notifyAll();
            }
            return mine.outcome.open();
        }
        if (e.outcome == null) {
            synchronized (e.key) {
                while (e.outcome == null) e.key.wait();
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
