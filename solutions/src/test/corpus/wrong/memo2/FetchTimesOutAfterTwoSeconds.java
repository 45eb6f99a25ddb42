// misconception: A fetch that takes longer than two seconds has failed.
// caught by: IsThreadSafe
// says: Every caller gets its answer, however long others take
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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
    private final Map<K, Outcome<V>> known = new HashMap<>();
    private Thread owner; private int depth; // own lock: the fetch runs in another thread
    private Outcome<V> outcomeOf(K key) throws Exception {
        FutureTask<V> t = new FutureTask<>(() -> fetch.fetch(key));
        Thread thread = new Thread(t);
        thread.setDaemon(true);
        thread.start();
        try {
            return new Outcome<>(t.get(2, TimeUnit.SECONDS), null);
        } catch (ExecutionException e) {
            return new Outcome<>(null, e.getCause());
        } catch (TimeoutException e) {
            return new Outcome<>(null, e);
        }
    }
    private final InheritableThreadLocal<Boolean> inside = new InheritableThreadLocal<>();
    private final Semaphore lock = new Semaphore(1);
    @Override public V get(K key) throws Exception {
        if (inside.get() != null) return inside(key); // the one who fetches for us
        lock.acquire();
        inside.set(true);
        try {
            return inside(key);
        } finally {
            inside.remove();
            lock.release();
        }
    }
    private V inside(K key) throws Exception {
        Outcome<V> o;
        synchronized (known) { o = known.get(key); }
        if (o == null) {
            o = outcomeOf(key);
            synchronized (known) { known.put(key, o); }
        }
        return o.get();
    }
}
