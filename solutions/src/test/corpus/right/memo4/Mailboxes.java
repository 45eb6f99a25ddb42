// style: each waiting caller has a mailbox, into which the first one puts the outcome
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Entry<V>> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        BlockingQueue<Entry<V>> mailbox = null;
        Entry<V> entry;
        synchronized (cache) {
            entry = cache.get(key);
            if (entry == null) {
                entry = new Entry<>();
                cache.put(key, entry);
            } else if (!entry.done) {
                mailbox = new ArrayBlockingQueue<>(1);
                entry.mailboxes.add(mailbox);
            } else {
                return outcome(entry.value, entry.failure);
            }
        }
        if (mailbox != null) {
            Entry<V> ready = mailbox.take();
            return outcome(ready.value, ready.failure);
        }
        try {
            entry.value = fetch.fetch(key);
        } catch (Throwable thrown) {
            entry.failure = thrown;
        }
        synchronized (cache) {
            entry.done = true;
            for (BlockingQueue<Entry<V>> each : entry.mailboxes) {
                each.add(entry);
            }
        }
        return outcome(entry.value, entry.failure);
    }

    private static final class Entry<V> {
        final List<BlockingQueue<Entry<V>>> mailboxes = new ArrayList<>();
        boolean done;
        V value;
        Throwable failure;
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
