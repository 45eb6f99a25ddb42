// style: a latch on top of AbstractQueuedSynchronizer, as in its documentation
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Entry<V>> cache = new ConcurrentHashMap<>();

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
            mine.value = fetch.fetch(key);
        } catch (Throwable failure) {
            mine.failure = failure;
        }
        mine.open();
        return mine.await();
    }

    private static final class Entry<V> extends AbstractQueuedSynchronizer {
        private static final long serialVersionUID = 1;

        private transient V value;
        private transient Throwable failure;

        void open() {
            releaseShared(1);
        }

        V await() throws Exception {
            acquireSharedInterruptibly(1);
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure != null) {
                throw (Exception) failure;
            }
            return value;
        }

        @Override
        protected int tryAcquireShared(int ignored) {
            return getState() == 1 ? 1 : -1;
        }

        @Override
        protected boolean tryReleaseShared(int ignored) {
            setState(1);
            return true;
        }
    }
}
