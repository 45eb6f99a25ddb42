// style: a StampedLock, in its two simple modes
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.StampedLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Outcome<V>> cache = new HashMap<>();
    private final StampedLock lock = new StampedLock();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Outcome<V> known;
        long stamp = lock.readLock();
        try {
            known = cache.get(key);
        } finally {
            lock.unlockRead(stamp);
        }
        if (known == null) {
            known = load(key);
            stamp = lock.writeLock();
            try {
                cache.put(key, known);
            } finally {
                lock.unlockWrite(stamp);
            }
        }
        return known.get();
    }

    private Outcome<V> load(K key) {
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
