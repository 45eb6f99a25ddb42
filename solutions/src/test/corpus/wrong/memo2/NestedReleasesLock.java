// misconception: wait-based lock whose depth is not counted: the inner get frees it, the outer fetch goes on without it.
// caught by: FetchesOnce
// says: A key that is being fetched is not fetched by another caller, too.
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

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

    private Thread owner;
    private final Map<K, Outcome<V>> known = new HashMap<>();
    private synchronized void lock() throws InterruptedException {
        while (owner != null && owner != Thread.currentThread()) wait();
        owner = Thread.currentThread();
    }
    private synchronized void unlock() {
        owner = null;
        notifyAll();
    }
    @Override public V get(K key) throws Exception {
        lock();
        try {
            Outcome<V> o = known.get(key);
            if (o == null) { o = outcomeOf(key); lock(); known.put(key, o); }
            return o.get();
        } finally { unlock(); }
    }
}
