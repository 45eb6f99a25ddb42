// misconception: Whoever has waited for half a minute takes what is there.
// caught by: FetchesOnce
// says: each limit is over at once
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Entry<V>> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> entry;
        boolean isNew;
        synchronized (this) {
            entry = cache.get(key);
            isNew = entry == null;
            if (isNew) {
                entry = new Entry<>();
                cache.put(key, entry);
            }
        }
        if (isNew) {
            entry.fill(fetch, key);
        }
        return entry.await();
    }

    private static final class Entry<V> {

        private V value;
        private Throwable failure;
        private boolean done;

        <K> void fill(Fetch<K, V> fetch, K key) {
            V fetched = null;
            Throwable thrown = null;
            try {
                fetched = fetch.fetch(key);
            } catch (Throwable t) {
                thrown = t;
            }
            synchronized (this) {
                value = fetched;
                failure = thrown;
                done = true;
                notifyAll();
            }
        }

        synchronized V await() throws Exception {
            long end = System.currentTimeMillis() + 30_000;
            for (long left = 30_000; !done && left > 0; left = end - System.currentTimeMillis()) {
                wait(left);
            }
            if (failure instanceof Exception e) {
                throw e;
            }
            if (failure instanceof Error e) {
                throw e;
            }
            return value;
        }
    }
}
