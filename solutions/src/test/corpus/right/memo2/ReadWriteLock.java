// style: known keys under the read lock, fetches under the write lock
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<K, Outcome<V>> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Outcome<V> known = lookUp(key);
        if (known == null) {
            lock.writeLock().lock();
            try {
                known = cache.get(key);
                if (known == null) {
                    known = ask(key);
                    cache.put(key, known);
                }
            } finally {
                lock.writeLock().unlock();
            }
        }
        return known.get();
    }

    private Outcome<V> lookUp(K key) {
        lock.readLock().lock();
        try {
            return cache.get(key);
        } finally {
            lock.readLock().unlock();
        }
    }

    private Outcome<V> ask(K key) {
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
