// misconception: A fetch that waits for somebody who waits, too, is taken for a deadlock.
// caught by: FetchesOnce
// says: A fetch may ask the memo for a key that is being fetched.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.SoftReference;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.concurrent.locks.*;
import java.util.function.*;

public final class Memo<K, V> implements Memoizer<K, V> {

    private static final class Entry<V> {
        final Thread owner = Thread.currentThread();
        final CountDownLatch ready = new CountDownLatch(1);
        volatile V value;
        volatile Throwable problem;
    }

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, Entry<V>> entries = new ConcurrentHashMap<>();
    private final Map<Thread, Integer> fetchers = new ConcurrentHashMap<>();
    private final Set<Thread> sleepers = ConcurrentHashMap.newKeySet();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> mine = new Entry<>();
        Entry<V> e = entries.putIfAbsent(key, mine);
        if (e == null) {
            e = mine;
            run(key, e);
        } else if (e.ready.getCount() > 0) {
            sleep(e);
        }
        if (e.problem instanceof Error error) {
            throw error;
        }
        if (e.problem instanceof Exception exception) {
            throw exception;
        }
        return e.value;
    }

    private void run(K key, Entry<V> e) {
        Thread me = Thread.currentThread();
        fetchers.merge(me, 1, Integer::sum);
        try {
            e.value = fetch.fetch(key);
        } catch (Throwable t) {
            e.problem = t;
        } finally {
            fetchers.computeIfPresent(me, (t, n) -> n == 1 ? null : n - 1);
            e.ready.countDown();
        }
    }

    private void sleep(Entry<V> e) throws InterruptedException {
        Thread me = Thread.currentThread();
        sleepers.add(me);
        try {
            // I hold a key that others may want, and wait for one who waits, too: that is a deadlock
            if (fetchers.containsKey(me) && sleepers.contains(e.owner)) {
                throw new IllegalStateException("deadlock between two fetches");
            }
            e.ready.await();
        } finally {
            sleepers.remove(me);
        }
    }
}
