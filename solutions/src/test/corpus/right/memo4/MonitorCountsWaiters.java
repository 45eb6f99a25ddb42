// style: a monitor per entry, notified only when somebody waits
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Hashtable;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Entry<V>> cache = new Hashtable<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> mine = new Entry<>();
        Entry<V> entry = cache.putIfAbsent(key, mine);
        if (entry != null) {
            return entry.await();
        }
        try {
            V value = fetch.fetch(key);
            mine.finish(value, null);
        } catch (Throwable failure) {
            mine.finish(null, failure);
        }
        return mine.await();
    }

    private static final class Entry<V> {
        private int waiters;
        private boolean done;
        private V value;
        private Throwable failure;

        synchronized void finish(V value, Throwable failure) {
            this.value = value;
            this.failure = failure;
            done = true;
            if (waiters > 0) {
                notifyAll();
            }
        }

        synchronized V await() throws Exception {
            waiters++;
            try {
                while (!done) {
                    wait();
                }
            } finally {
                waiters--;
            }
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
