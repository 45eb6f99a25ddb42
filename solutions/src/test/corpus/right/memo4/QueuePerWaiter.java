// style: a queue of its own for each waiter, into which the fetcher offers the outcome
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
        BlockingQueue<Result<V>> mailbox = new ArrayBlockingQueue<>(1);
        Entry<V> entry;
        boolean fetches = false;
        synchronized (cache) {
            entry = cache.get(key);
            if (entry == null) {
                entry = new Entry<>();
                cache.put(key, entry);
                fetches = true;
            } else if (entry.result == null) {
                entry.mailboxes.add(mailbox);
            } else {
                mailbox.add(entry.result);
            }
        }
        if (!fetches) {
            return mailbox.take().get();
        }
        Result<V> result;
        try {
            result = new Result<>(fetch.fetch(key), null);
        } catch (Throwable failure) {
            result = new Result<>(null, failure);
        }
        synchronized (cache) {
            entry.result = result;
            for (BlockingQueue<Result<V>> waiter : entry.mailboxes) {
                waiter.add(result);
            }
            entry.mailboxes.clear();
        }
        return result.get();
    }

    private static final class Entry<V> {
        final List<BlockingQueue<Result<V>>> mailboxes = new ArrayList<>();
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
