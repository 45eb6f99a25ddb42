// misconception: As many signals as the key has waiters are enough, although other keys share the condition.
// caught by: WaitsWell
// says: A waiting caller is woken even if others wait for another key.
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
        int waiters; // guarded by the stripe
    }

    private static final class Stripe {
        final ReentrantLock lock = new ReentrantLock();
        final Condition finished = lock.newCondition();
    }

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }
    private final ConcurrentMap<K, Entry<V>> cache = new ConcurrentHashMap<>();
    private final Stripe[] stripes = new Stripe[64];

    {
        for (int i = 0; i < stripes.length; i++) stripes[i] = new Stripe();
    }

    @Override
    public V get(K key) throws Exception {
        int h = key.hashCode();
        Stripe stripe = stripes[(h ^ (h >>> 16)) & 63];
        Entry<V> mine = new Entry<>();
        Entry<V> e = cache.putIfAbsent(key, mine);
        if (e == null) {
            Outcome<V> o = run(key);
            stripe.lock.lock();
            try {
                mine.outcome = o;
                for (int i = 0; i < mine.waiters; i++) stripe.finished.signal();
            } finally {
                stripe.lock.unlock();
            }
            return o.open();
        }
        if (e.outcome == null) {
            stripe.lock.lockInterruptibly();
            try {
                e.waiters++;
                try {
                    while (e.outcome == null) stripe.finished.await();
                } finally {
                    e.waiters--;
                }
            } finally {
                stripe.lock.unlock();
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
