// misconception: The state is atomic, but it is set before the result that it announces.
// caught by: FetchesOnce
// says: returned null, not
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Entry<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> entry = cache.computeIfAbsent(key, absent -> new Entry<>());
        if (entry.state.compareAndSet(0, 1)) {
            try {
                V value = fetch.fetch(key);
                entry.state.set(2);
                entry.value = value;
            } catch (Throwable failure) {
                entry.state.set(2);
                entry.failure = failure;
            }
            synchronized (entry) {
                entry.notifyAll();
            }
        } else {
            synchronized (entry) {
                while (entry.state.get() != 2) {
                    entry.wait();
                }
            }
        }
        if (entry.failure instanceof Exception exception) {
            throw exception;
        }
        if (entry.failure != null) {
            throw (Error) entry.failure;
        }
        return entry.value;
    }

    private static final class Entry<V> {
        final AtomicInteger state = new AtomicInteger();
        V value;
        Throwable failure;
    }
}
