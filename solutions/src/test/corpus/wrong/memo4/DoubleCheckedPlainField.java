// misconception: The result in the entry is checked twice, but the field is not volatile.
// caught by: IsThreadSafe
// says: DATA RACE
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, Entry<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> entry = cache.computeIfAbsent(key, k -> new Entry<>());
        if (entry.result == null) {
            entry.lock.lockInterruptibly();
            try {
                if (entry.result == null) {
                    entry.result = ask(key);
                }
            } finally {
                entry.lock.unlock();
            }
        }
        return entry.result.get();
    }

    private static final class Entry<V> {
        final Lock lock = new ReentrantLock();
        Fetched<V> result;
    }

    private Fetched<V> ask(K key) {
        try {
            return new Fetched<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Fetched<>(null, e);
        }
    }

    private record Fetched<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
