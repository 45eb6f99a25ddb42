// misconception: Who is in a fetch may not wait, that could be a deadlock: it fetches itself.
// caught by: FetchesOnce
// says: A key that is being fetched is not fetched by another caller, too.
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
    private Outcome<V> deeper(K key) {
        depth.set(depth.get() + 1);
        try { return outcomeOf(key); } finally { depth.set(depth.get() - 1); }
    }
    @Override public V get(K key) throws Exception {
        Entry<V> e;
        boolean mine = false;
        synchronized (cache) {
            e = cache.get(key);
            if (e == null) { e = new Entry<>(); cache.put(key, e); mine = true; }
        }
        if (mine) {
            e.outcome = deeper(key);
            e.ready.countDown();
        } else if (depth.get() > 0 && e.ready.getCount() > 0) {
            return deeper(key).get();
        } else e.ready.await();
        return e.outcome.get();
    }
}
