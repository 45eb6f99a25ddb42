// misconception: Thread.onSpinWait is believed to make a busy wait a good one.
// caught by: WaitsWell
// says: keeps the processor busy
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
        boolean first = false;
        synchronized (this) {
            entry = cache.get(key);
            if (entry == null) {
                entry = new Entry<>();
                cache.put(key, entry);
                first = true;
            }
        }
        if (first) {
            Answer<V> result =
                    new Answer<>(null, new IllegalStateException("the fetch ended with an Error"));
            try {
                result = load(key);
            } finally {
                entry.result = result;
            }
        }
        while (entry.result == null) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Thread.onSpinWait();
        }
        return entry.result.get();
    }

    private static final class Entry<V> {
        volatile Answer<V> result;
    }

    private Answer<V> load(K key) {
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
