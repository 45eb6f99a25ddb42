// misconception: Fetches share the read lock; to store, the write lock is needed, and waits for all other fetches.
// caught by: FetchesInParallel
// says: A key is fetched and answered while another one is being fetched.
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;

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

    private final ReentrantReadWriteLock rw = new ReentrantReadWriteLock();
    private final Map<K, Outcome<V>> known = new HashMap<>();
    @Override public V get(K key) throws Exception {
        Outcome<V> o;
        rw.readLock().lock();
        try {
            o = known.get(key);
            if (o == null) o = outcomeOf(key);
            else return o.get();
        } finally {
            rw.readLock().unlock();
        }
        int holds = rw.getReadHoldCount(); // those of the fetches that led here
        for (int i = 0; i < holds; i++) rw.readLock().unlock();
        rw.writeLock().lock();
        try {
            known.put(key, o);
        } finally {
            rw.writeLock().unlock();
            for (int i = 0; i < holds; i++) rw.readLock().lock();
        }
        return o.get();
    }
}
