// misconception: unlock is in a finally block of its own, which runs once too often when the key is known.
// caught by: IsThreadSafe, Remembers
// says: IllegalMonitorStateException
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Outcome<V>> cache = new HashMap<>();
    private final Lock lock = new ReentrantLock();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        lock.lock();
        try {
            Outcome<V> known = cache.get(key);
            if (known != null) {
                lock.unlock();
                return known.get();
            }
            known = load(key);
            cache.put(key, known);
            return known.get();
        } finally {
            lock.unlock();
        }
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
