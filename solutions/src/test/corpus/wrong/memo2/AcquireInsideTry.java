// misconception: A semaphore as lock, with the acquire in the try: who is interrupted releases what it never had.
// caught by: IsThreadSafe
// says: DATA RACE
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

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

    private final Semaphore mutex = new Semaphore(1);
    private volatile Thread owner;
    private final Map<K, Outcome<V>> known = new HashMap<>();
    private V inside(K key) throws Exception {
        Outcome<V> o = known.get(key);
        if (o == null) { o = outcomeOf(key); known.put(key, o); }
        return o.get();
    }
    @Override public V get(K key) throws Exception {
        if (owner == Thread.currentThread()) return inside(key);
        try {
            mutex.acquire();
            owner = Thread.currentThread();
            return inside(key);
        } finally {
            owner = null;
            mutex.release();
        }
    }
}
