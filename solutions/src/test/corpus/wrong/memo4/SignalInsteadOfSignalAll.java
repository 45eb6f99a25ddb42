// misconception: signal wakes one of those who wait, and perhaps one who waits for another key.
// caught by: FetchesOnce
// says: All callers of one key get the value that was fetched.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<K, Answer<V>> cache = new HashMap<>();
    private final Set<K> fetching = new HashSet<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        lock.lockInterruptibly();
        try {
            while (fetching.contains(key)) {
                changed.await();
            }
            if (cache.containsKey(key)) {
                return cache.get(key).get();
            }
            fetching.add(key);
        } finally {
            lock.unlock();
        }
        Answer<V> result =
                new Answer<>(null, new IllegalStateException("the fetch ended with an Error"));
        try {
            result = tryFetch(key);
        } finally {
            lock.lock();
            try {
                cache.put(key, result);
                fetching.remove(key);
                changed.signal();
            } finally {
                lock.unlock();
            }
        }
        return result.get();
    }

    private Answer<V> tryFetch(K key) {
        try {
            return new Answer<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Answer<>(null, e);
        }
    }

    private record Answer<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
