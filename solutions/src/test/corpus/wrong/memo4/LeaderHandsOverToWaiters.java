// misconception: The fetcher hands the value to each waiter by a queue without capacity, also to one that has left.
// caught by: WaitsWell
// says: A caller that leaves disturbs nobody.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.SynchronousQueue;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Entry<V>> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        SynchronousQueue<Result<V>> mailbox = null;
        Entry<V> entry;
        synchronized (this) {
            entry = cache.get(key);
            if (entry != null) {
                if (entry.result != null) {
                    return entry.result.get();
                }
                mailbox = new SynchronousQueue<>();
                entry.mailboxes.add(mailbox);
            } else {
                entry = new Entry<>();
                cache.put(key, entry);
            }
        }
        if (mailbox != null) {
            return mailbox.take().get();
        }
        Result<V> result;
        try {
            result = new Result<>(fetch.fetch(key), null);
        } catch (Throwable failure) {
            result = new Result<>(null, failure);
        }
        List<SynchronousQueue<Result<V>>> waiting;
        synchronized (this) {
            entry.result = result;
            waiting = entry.mailboxes;
        }
        for (SynchronousQueue<Result<V>> waiter : waiting) {
            waiter.put(result);
        }
        return result.get();
    }

    private static final class Entry<V> {
        final List<SynchronousQueue<Result<V>>> mailboxes = new ArrayList<>();
        Result<V> result;
    }

    private record Result<V>(V value, Throwable failure) {

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
