// misconception: All callers are parties of a phaser, so nobody can leave, and an interrupt is kept for later.
// caught by: WaitsWell
// says: A waiting caller that is interrupted leaves with an InterruptedException.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;

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
        if (entry == null) {
            try {
                mine.value = fetch.fetch(key);
            } catch (Throwable failure) {
                mine.failure = failure;
            }
            mine.phaser.arriveAndDeregister();
            entry = mine;
        } else {
            entry.phaser.awaitAdvance(0);
        }
        if (entry.failure instanceof Exception exception) {
            throw exception;
        }
        if (entry.failure != null) {
            throw (Error) entry.failure;
        }
        return entry.value;
    }

    private static final class Entry<V> {
        final Phaser phaser = new Phaser(1);
        V value;
        Throwable failure;
    }
}
