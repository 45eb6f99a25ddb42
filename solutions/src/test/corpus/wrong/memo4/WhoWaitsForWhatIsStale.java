// misconception: The table of who waits for what is put right after the wait, but an exception leaves it otherwise.
// caught by: WaitsWell
// says: Who has left does not wait for the fetcher any more.
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
        final Thread owner = Thread.currentThread();
        final CountDownLatch latch = new CountDownLatch(1);
        volatile Outcome<V> outcome;
    }

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }
    private final ConcurrentMap<K, Entry<V>> cache = new ConcurrentHashMap<>();
    private final ConcurrentMap<Thread, Entry<V>> waitsFor = new ConcurrentHashMap<>();

    @Override
    public V get(K key) throws Exception {
        Entry<V> mine = new Entry<>();
        Entry<V> e = cache.putIfAbsent(key, mine);
        if (e == null) {
            mine.outcome = run(key);
            mine.latch.countDown();
            return mine.outcome.open();
        }
        if (e.outcome == null) {
            Thread me = Thread.currentThread();
            int hops = 0;
            for (Entry<V> x = e; x != null && x.outcome == null && hops++ < 1000; x = waitsFor.get(x.owner)) {
                if (x.owner == me) throw new IllegalStateException("circular fetch of " + key);
            }
            waitsFor.put(me, e);
            e.latch.await();
            waitsFor.remove(me);
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
