// misconception: Who is in a fetch may not wait for another fetch: that would be a deadlock.
// caught by: FetchesOnce
// says: A fetch may ask the memo for a key that is being fetched.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

public class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    record Outcome<V>(V value, Throwable failure) {
        V get() throws Exception {
            if (failure instanceof Error e) throw e;
            if (failure != null) throw (Exception) failure;
            return value;
        }
    }

    private Outcome<V> outcomeOf(K key) {
        try {
            return new Outcome<>(fetch.fetch(key), null);
        } catch (Throwable t) {
            return new Outcome<>(null, t);
        }
    }

    static final class Entry<V> {
        final CountDownLatch ready = new CountDownLatch(1);
        Outcome<V> outcome;
    }

    private final Map<K, Entry<V>> cache = new HashMap<>();
    private final ThreadLocal<Integer> depth = ThreadLocal.withInitial(() -> 0);
    @Override public V get(K key) throws Exception {
        Entry<V> e;
        boolean mine = false;
        synchronized (cache) {
            e = cache.get(key);
            if (e == null) { e = new Entry<>(); cache.put(key, e); mine = true; }
        }
        if (mine) {
            depth.set(depth.get() + 1);
            e.outcome = outcomeOf(key);
            depth.set(depth.get() - 1);
            e.ready.countDown();
        } else {
            if (depth.get() > 0 && e.ready.getCount() > 0) throw new IllegalStateException("deadlock on " + key);
            e.ready.await();
        }
        return e.outcome.get();
    }
}
