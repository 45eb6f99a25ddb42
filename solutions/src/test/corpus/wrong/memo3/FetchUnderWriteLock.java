// misconception: A read-write lock lets readers in side by side, but the fetch is done by a writer.
// caught by: FetchesInParallel
// says: One key is fetched while another one is being fetched.
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Outcome<V>> cache = new HashMap<>();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Outcome<V> known;
        lock.readLock().lock();
        try {
            known = cache.get(key);
        } finally {
            lock.readLock().unlock();
        }
        if (known == null) {
            lock.writeLock().lock();
            try {
                known = cache.get(key);
                if (known == null) {
                    known = tryFetch(key);
                    cache.put(key, known);
                }
            } finally {
                lock.writeLock().unlock();
            }
        }
        return known.get();
    }

    private Outcome<V> tryFetch(K key) {
        try {
            return new Outcome<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Outcome<>(null, e);
        }
    }

    private record Outcome<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
