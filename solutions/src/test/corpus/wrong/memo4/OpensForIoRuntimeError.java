// misconception: The latch is opened for a value, an IOException, a RuntimeException and an Error.
// caught by: Remembers, IsThreadSafe, WaitsWell
// says: A second get throws the very same exception.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

public class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    private static final class Entry<V> {
        final CountDownLatch ready = new CountDownLatch(1);
        V value; IOException io; RuntimeException runtime; Error error;
    }
    private final Map<K, Entry<V>> cache = new HashMap<>();
    @Override public V get(K key) throws Exception {
        Entry<V> e;
        boolean mine = false;
        synchronized (cache) {
            e = cache.get(key);
            if (e == null) { e = new Entry<>(); cache.put(key, e); mine = true; }
        }
        if (mine) {
            try {
                e.value = fetch.fetch(key);
                e.ready.countDown();
            } catch (IOException x) {
                e.io = x; e.ready.countDown();
            } catch (RuntimeException x) {
                e.runtime = x; e.ready.countDown();
            } catch (Error x) {
                e.error = x; e.ready.countDown();
            }
        } else e.ready.await();
        if (e.io != null) throw e.io;
        if (e.runtime != null) throw e.runtime;
        if (e.error != null) throw e.error;
        return e.value;
    }
}
