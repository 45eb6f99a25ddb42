// style: Guava's Monitor, waiting for a guard
package workshop.memo4;

import com.google.common.util.concurrent.Monitor;
import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Monitor monitor = new Monitor();
    private final Map<K, Entry> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry entry;
        boolean first = false;
        monitor.enter();
        try {
            entry = cache.get(key);
            if (entry == null) {
                entry = new Entry();
                cache.put(key, entry);
                first = true;
            }
        } finally {
            monitor.leave();
        }
        V value = null;
        Throwable failure = null;
        if (first) {
            try {
                value = fetch.fetch(key);
            } catch (Throwable thrown) {
                failure = thrown;
            }
            monitor.enter();
            try {
                entry.value = value;
                entry.failure = failure;
                entry.done = true;
            } finally {
                monitor.leave();
            }
        } else {
            monitor.enterWhen(entry.ready);
            try {
                value = entry.value;
                failure = entry.failure;
            } finally {
                monitor.leave();
            }
        }
        return outcome(value, failure);
    }

    private final class Entry {
        boolean done;
        V value;
        Throwable failure;
        final Monitor.Guard ready = monitor.newGuard(() -> done);
    }

    private static <V> V outcome(V value, Throwable failure) throws Exception {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (Exception) failure;
        }
        return value;
    }
}
