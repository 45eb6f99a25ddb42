// misconception: The value is volatile, and so believed to be seen in time, though the latch is counted down before it is written.
// caught by: FetchesOnce
// says: All callers of one key get the value that was fetched.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, Entry<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> mine = new Entry<>();
        Entry<V> earlier = cache.putIfAbsent(key, mine);
        if (earlier != null) {
            earlier.ready.await();
            return earlier.result.get();
        }
        Answer<V> result = null;
        try {
            result = ask(key);
        } finally {
            mine.ready.countDown();
            mine.result = result;
        }
        return result.get();
    }

    private static final class Entry<V> {
        final CountDownLatch ready = new CountDownLatch(1);
        volatile Answer<V> result;
    }

    private Answer<V> ask(K key) {
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
