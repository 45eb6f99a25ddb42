// misconception: While an entry is on its way from the queue to the map, it is in neither.
// caught by: IsThreadSafe
// says: What one caller stores does not get lost when another one stores, too.
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/** Readers use an immutable snapshot; what is new queues up until somebody folds it into the next snapshot. */
public final class Memo<K, V> implements Memoizer<K, V> {

    private record Entry<K, V>(K key, V value, Exception exception) {
        V open() throws Exception {
            if (exception != null) {
                throw exception;
            }
            return value;
        }
    }

    private final Fetch<K, V> fetch;
    private final Queue<Entry<K, V>> fresh = new ConcurrentLinkedQueue<>();
    private final ReentrantLock folding = new ReentrantLock();
    private volatile Map<K, Entry<K, V>> snapshot = Map.of();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<K, V> entry = find(key);
        if (entry == null) {
            Entry<K, V> mine = attempt(key);
            fresh.add(mine);
            Entry<K, V> first = find(key);
            entry = first == null ? mine : first;
            fold();
        }
        return entry.open();
    }

    private Entry<K, V> find(K key) {
        Entry<K, V> settled = snapshot.get(key);
        if (settled != null) {
            return settled;
        }
        return fresh.stream().filter(e -> e.key().equals(key)).findFirst().orElseGet(() -> snapshot.get(key));
    }

    private Entry<K, V> attempt(K key) {
        try {
            return new Entry<>(key, fetch.fetch(key), null);
        } catch (Exception e) {
            return new Entry<>(key, null, e);
        }
    }

    private void fold() {
        if (folding.tryLock()) { // otherwise somebody else is at it
            try {
                Map<K, Entry<K, V>> next = new HashMap<>(snapshot);
                for (Entry<K, V> e = fresh.poll(); e != null; e = fresh.poll()) {
                    next.putIfAbsent(e.key(), e);
                }
                snapshot = next;
            } finally {
                folding.unlock();
            }
        }
    }
}
