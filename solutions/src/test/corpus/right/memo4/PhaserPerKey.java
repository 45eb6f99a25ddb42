// style: a phaser per key whose only party is the fetcher
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Phaser;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, Entry<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> mine = new Entry<>();
        Entry<V> entry = cache.putIfAbsent(key, mine);
        if (entry == null) {
            entry = mine;
            try {
                entry.value = fetch.fetch(key);
            } catch (Throwable failure) {
                entry.failure = failure;
            } finally {
                entry.ready.arriveAndDeregister();
            }
        } else {
            entry.ready.awaitAdvanceInterruptibly(0);
        }
        if (entry.failure instanceof Error error) {
            throw error;
        }
        if (entry.failure != null) {
            throw (Exception) entry.failure;
        }
        return entry.value;
    }

    private static final class Entry<V> {
        final Phaser ready = new Phaser(1);
        V value;
        Throwable failure;
    }
}
