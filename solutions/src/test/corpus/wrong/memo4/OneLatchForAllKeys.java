// misconception: One latch serves all keys: the first fetch that is over lets everybody go.
// caught by: IsThreadSafe
// says: Every caller gets the answer to its own question.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, Entry<V>> cache = new ConcurrentHashMap<>();
    private final CountDownLatch ready = new CountDownLatch(1);

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> mine = new Entry<>();
        Entry<V> earlier = cache.putIfAbsent(key, mine);
        if (earlier != null) {
            ready.await();
            return earlier.get();
        }
        try {
            mine.value = fetch.fetch(key);
        } catch (Throwable thrown) {
            mine.failure = thrown;
        } finally {
            ready.countDown();
        }
        return mine.get();
    }

    private static final class Entry<V> {
        volatile V value;
        volatile Throwable failure;

        V get() throws Exception {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure != null) {
                throw (Exception) failure;
            }
            return value;
        }
    }
}
